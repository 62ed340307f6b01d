// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Booleans and numbers of TOML: `true`, `1_000`, `0xff`, `-0.5e3`, `inf`.
enum TOMLNumber {
    static func value(_ text: String) -> TOMLValue.Content? {
        switch text {
        case "true": return .boolean(true)
        case "false": return .boolean(false)
        case "inf", "+inf": return .float(.infinity)
        case "-inf": return .float(-.infinity)
        case "nan", "+nan", "-nan": return .float(.nan)
        default: break
        }
        let bytes = Array(text.utf8)
        for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where text.hasPrefix(prefix) {
            guard let digits = digits(bytes[2...], isDigit: isHexadecimal) else { return nil }
            return Int64(digits, radix: radix).map { .integer($0) }
        }
        return decimal(bytes)
    }

    /// `[+-]` digits, then `.` and digits, then `e` and digits, the last two of which may be absent.
    private static func decimal(_ bytes: [UInt8]) -> TOMLValue.Content? {
        var rest = bytes[...]
        var text = ""
        func takeSign() {
            guard let first = rest.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") else { return }
            if first == UInt8(ascii: "-") { text += "-" }
            rest = rest.dropFirst()
        }
        func takeDigits() -> Bool {
            let part = rest.prefix { isDigit($0) || $0 == UInt8(ascii: "_") }
            rest = rest.dropFirst(part.count)
            guard let digits = digits(part, isDigit: isDigit) else { return false }
            text += digits
            return true
        }
        takeSign()
        if rest.first == UInt8(ascii: "0"), let second = rest.dropFirst().first,
            isDigit(second) || second == UInt8(ascii: "_")
        {
            return nil
        }
        guard takeDigits() else { return nil }
        if rest.isEmpty { return Int64(text).map { .integer($0) } }
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            text += "."
            guard takeDigits() else { return nil }
        }
        if let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") {
            rest = rest.dropFirst()
            text += "e"
            takeSign()
            guard takeDigits() else { return nil }
        }
        return rest.isEmpty ? Double(text).map { .float($0) } : nil
    }

    /// The digits without their underscores, each of which stands between two of them; nil for none or anything else.
    private static func digits(_ bytes: ArraySlice<UInt8>, isDigit: (UInt8) -> Bool) -> String? {
        var digits: [UInt8] = []
        var wasDigit = false
        for byte in bytes {
            guard isDigit(byte) || byte == UInt8(ascii: "_") && wasDigit else { return nil }
            wasDigit = isDigit(byte)
            if wasDigit { digits.append(byte) }
        }
        return wasDigit ? String(decoding: digits, as: UTF8.self) : nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        isDigit(byte) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x66)
    }
}
