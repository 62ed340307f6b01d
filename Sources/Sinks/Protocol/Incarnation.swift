// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The drawn id of one life of a topic-partition, written as 16 hexadecimal digits.
///
/// The upper 16 bits count the lives that this root has seen, so that ids of one root sort in the order in which they
/// were drawn; the lower 48 bits are random, so that two roots never agree by counting (rule `F_inc_id` of the model).
package struct Incarnation: Hashable, Comparable, Sendable, TextCodable {
    private let rawValue: UInt64

    private static let randomBits: UInt64 = 48
    private static let randomMask: UInt64 = 1 << randomBits - 1
    private static let lastCount: UInt64 = 0xffff

    /// The incarnation that follows another one, or the first. `bits` are random; 48 of them are used.
    package init(after previous: Incarnation?, bits: UInt64) {
        let count = previous.map { min($0.life + 1, Self.lastCount) } ?? 1
        rawValue = count << Self.randomBits | bits & Self.randomMask
    }

    /// Which life of the partition this is, as far as who drew it knew; greater means drawn in knowledge of the lesser.
    package var life: UInt64 { rawValue >> Self.randomBits }

    package init?(text: some StringProtocol) {
        guard let value = Hex.value(text) else { return nil }
        rawValue = value
    }

    package var description: String { Hex.text(rawValue) }

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
