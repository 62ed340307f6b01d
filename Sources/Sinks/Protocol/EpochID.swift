// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The drawn id of one epoch and of its manifest: 128 random bits, written as 32 hexadecimal digits.
package struct EpochID: Hashable, Comparable, Sendable, TextCodable {
    private let high: UInt64
    private let low: UInt64

    /// Draws an id.
    package init(using generator: inout some RandomNumberGenerator) {
        high = generator.next()
        low = generator.next()
    }

    package init?(text: some StringProtocol) {
        guard let pair = Hex.pair(text) else { return nil }
        (high, low) = pair
    }

    package var description: String { Hex.text(high) + Hex.text(low) }

    package static func < (left: Self, right: Self) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}
