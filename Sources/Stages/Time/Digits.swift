// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Numbers of a fixed width in a text.
enum Digits {
    /// The value of two digits; -1 where they are none. The caller has checked the bounds.
    @inline(__always)
    static func two(_ bytes: borrowing Span<UInt8>, at position: Int) -> Int {
        let high = bytes[position] &- 0x30
        let low = bytes[position + 1] &- 0x30
        return high <= 9 && low <= 9 ? Int(high) * 10 + Int(low) : -1
    }

    /// The value of four digits; negative where they are none. The caller has checked the bounds.
    @inline(__always)
    static func four(_ bytes: borrowing Span<UInt8>, at position: Int) -> Int {
        let high = two(bytes, at: position)
        let low = two(bytes, at: position + 2)
        return high >= 0 && low >= 0 ? high * 100 + low : -1
    }

    /// Whether a byte is a digit.
    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 <= 9 }
}
