// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Numbers as 16 lower-case hexadecimal digits.
enum Hex {
    static let width = 16

    /// The number's 16 digits.
    static func text(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: width - digits.utf8.count) + digits
    }

    /// The number of exactly 16 lower-case digits; nil for anything else.
    static func value(_ text: some StringProtocol) -> UInt64? {
        guard text.utf8.count == width else { return nil }
        var value: UInt64 = 0
        for byte in text.utf8 {
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
        guard text.utf8.count == 2 * width, let high = value(text.prefix(width)), let low = value(text.dropFirst(width))
        else { return nil }
        return (high, low)
    }
}
