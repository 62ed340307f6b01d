// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Numbers as 16 lower-case hexadecimal digits.
enum Hex {
    static let width = 16

    /// The number's 16 digits.
    static func text(_ value: UInt64) -> String {
        String(unsafeUninitializedCapacity: width) { buffer in
            for place in 0..<width {
                let digit = UInt8(truncatingIfNeeded: value >> UInt64(4 * (width - 1 - place))) & 15
                buffer[place] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
            }
            return width
        }
    }

    /// The number of exactly 16 lower-case digits; nil for anything else.
    static func value(_ text: some StringProtocol) -> UInt64? {
        text.utf8.count == width ? number(text.utf8) : nil
    }

    private static func number(_ digits: some Sequence<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for byte in digits {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt64(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt64(byte - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        return value
    }

    /// The two numbers of exactly 32 lower-case digits; nil for anything else.
    static func pair(_ text: some StringProtocol) -> (high: UInt64, low: UInt64)? {
        let utf8 = text.utf8
        guard utf8.count == 2 * width else { return nil }
        let middle = utf8.index(utf8.startIndex, offsetBy: width)
        guard let high = number(utf8[..<middle]), let low = number(utf8[middle...]) else { return nil }
        return (high, low)
    }
}
