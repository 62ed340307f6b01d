// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A part of a program's text, in the eight bytes that a node has for it.
struct TextRange: BitwiseCopyable, Hashable, Sendable {
    let bits: UInt64

    init(bits: UInt64) {
        self.bits = bits
    }

    init(start: Int, count: Int) {
        bits = UInt64(UInt32(truncatingIfNeeded: start)) << 32 | UInt64(UInt32(truncatingIfNeeded: count))
    }

    var start: Int { Int(bits >> 32) }
    var count: Int { Int(bits & 0xFFFF_FFFF) }
}
