// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A hash of bytes, keyed by a secret of the store, so that whoever names groups cannot choose collisions.
struct ByteHash: Sendable {
    private let secret: UInt64

    init(secret: UInt64 = .random(in: 0...UInt64.max)) {
        self.secret = secret | 1
    }

    @inline(__always)
    private static func fold(_ first: UInt64, _ second: UInt64) -> UInt64 {
        let product = first.multipliedFullWidth(by: second)
        return product.high ^ product.low
    }

    /// The hash of a range that lies within the bytes.
    @inline(__always)
    func hash(_ bytes: RawSpan, _ range: Range<Int>, seed: UInt64 = 0) -> UInt64 {
        var state = Self.fold(secret ^ seed, 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: range.count))
        var position = range.lowerBound
        while range.upperBound - position >= 8 {
            let word = bytes.unsafeLoadUnaligned(fromByteOffset: position, as: UInt64.self)
            state = Self.fold(state ^ word, secret ^ 0xE703_7ED1_A0B4_28DB)
            position += 8
        }
        var rest: UInt64 = 0
        while position < range.upperBound {
            rest = rest << 8 | UInt64(bytes.unsafeLoad(fromByteOffset: position, as: UInt8.self))
            position += 1
        }
        return Self.fold(state ^ rest, secret ^ 0xA076_1D64_78BD_642F)
    }
}
