// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The 64-bit hash of a record's key and payload, written as 16 hexadecimal digits.
package struct RecordHash: Hashable, Sendable, TextCodable {
    package let rawValue: UInt64

    package init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// Hashes a record; an absent key or payload differs from an empty one.
    package init(key: RawSpan?, payload: RawSpan?) {
        var checksum = Checksum64()
        for part in [0, 1] {
            let isPresent = part == 0 ? key != nil : payload != nil
            checksum.update(byte: isPresent ? 1 : 0)
            if part == 0, let key {
                // The length keeps a byte that moves from the key to the payload from going unseen.
                checksum.update(number: UInt64(key.byteCount))
                checksum.update(key)
            } else if part == 1, let payload {
                checksum.update(payload)
            }
        }
        rawValue = checksum.value
    }

    package init?(text: some StringProtocol) {
        guard let value = Hex.value(text) else { return nil }
        rawValue = value
    }

    package var description: String { Hex.text(rawValue) }
}
