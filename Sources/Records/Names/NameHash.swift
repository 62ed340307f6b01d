// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Hash of short byte strings, keyed by a secret of the process so that senders cannot choose collisions.
enum NameHash {
    private static let secret: (UInt64, UInt64) = (
        UInt64.random(in: 0...UInt64.max) | 1, UInt64.random(in: 0...UInt64.max) | 1
    )

    @inline(__always)
    static func hash(_ text: Bytes, secret: UInt64) -> UInt64 {
        let count = text.count
        var low: UInt64
        var high: UInt64
        if count >= 8 {
            low = text.word(at: 0)
            high = text.word(at: count - 8)
            var position = 8
            while position < count - 8 {
                low = fold(low ^ secret, text.word(at: position) ^ 0x9e37_79b9_7f4a_7c15)
                position += 8
            }
        } else if count >= 4 {
            low = UInt64(text.halfWord(at: 0))
            high = UInt64(text.halfWord(at: count - 4))
        } else if count > 0 {
            low = UInt64(text[0])
            high = UInt64(text[count >> 1]) << 8 | UInt64(text[count - 1])
        } else {
            low = 0
            high = 0
        }
        low = fold(low ^ secret, high ^ 0xe703_7ed1_a0b4_28db ^ UInt64(truncatingIfNeeded: count))
        return fold(low, secret &+ 0xa076_1d64_78bd_642f)
    }

    @inline(__always)
    private static func fold(_ first: UInt64, _ second: UInt64) -> UInt64 {
        let product = first.multipliedFullWidth(by: second)
        return product.high ^ product.low
    }

    /// The secret of this process; readers copy it once.
    static var processSecret: UInt64 { secret.0 ^ secret.1 }
}
