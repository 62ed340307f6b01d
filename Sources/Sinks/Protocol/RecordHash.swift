// Sluice
// SPDX-License-Identifier: Apache-2.0

import Compression

/// The 64-bit hash (CRC-64/XZ) of a record's key and payload, written as 16 hexadecimal digits.
package struct RecordHash: Hashable, Sendable, TextCodable {
    package let rawValue: UInt64

    package init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// Hashes a record: the length of the key in 8 bytes (-1 where it is absent), the key, 1 or 0 for whether there is
    /// a payload, the payload. So an absent part differs from an empty one, and no byte can move from key to payload.
    package init(key: RawSpan?, payload: RawSpan?) {
        var checksum = Checksum()
        Self.add(UInt64(bitPattern: Int64(key?.byteCount ?? -1)), to: &checksum)
        if let key { checksum.update(key) }
        Self.add(payload == nil ? 0 : 1, to: &checksum)
        if let payload { checksum.update(payload) }
        rawValue = checksum.value
    }

    package init?(text: some StringProtocol) {
        guard let value = Hex.value(text) else { return nil }
        rawValue = value
    }

    package var description: String { Hex.text(rawValue) }

    private static func add(_ number: UInt64, to checksum: inout Checksum) {
        withUnsafeBytes(of: number.littleEndian) { bytes in checksum.update(bytes.bytes) }
    }
}
