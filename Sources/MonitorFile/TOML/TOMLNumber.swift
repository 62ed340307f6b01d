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
        for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where text.hasPrefix(prefix) {
            guard let digits = digits(text.dropFirst(2)), digits.first != "+", digits.first != "-" else { return nil }
            return Int64(digits, radix: radix).map { .integer($0) }
        }
        if text.wholeMatch(of: /[+-]?(0|[1-9][0-9_]*)/) != nil {
            return digits(text[...]).flatMap { Int64($0) }.map { .integer($0) }
        }
        if text.wholeMatch(of: /[+-]?(0|[1-9][0-9_]*)(\.[0-9][0-9_]*)?([eE][+-]?[0-9][0-9_]*)?/) != nil {
            return digits(text[...]).flatMap { Double($0) }.map { .float($0) }
        }
        return nil
    }

    /// The text without its underscores; nil where one does not stand between two digits.
    private static func digits(_ text: Substring) -> String? {
        let bytes = Array(text.utf8)
        for (index, byte) in bytes.enumerated() where byte == 0x5F {
            guard index > 0, index + 1 < bytes.count, isDigit(bytes[index - 1]), isDigit(bytes[index + 1]) else {
                return nil
            }
        }
        return String(text.filter { $0 != "_" })
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (byte >= 0x30 && byte <= 0x39) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x66)
    }
}
