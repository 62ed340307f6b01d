// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What a scalar means under the core schema of YAML 1.2.
///
/// `yes`, `no`, `on` and `off` are strings there; integers beyond 64 bits are taken as floating point.
package enum CoreValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case integer(Int64)
    case float(Double)
    case string

    /// Reads a plain scalar.
    package init(plain text: String) {
        switch text {
        case "", "~", "null", "Null", "NULL": self = .null
        case "true", "True", "TRUE": self = .bool(true)
        case "false", "False", "FALSE": self = .bool(false)
        default: self = Self.number(text) ?? .string
        }
    }

    private static func number(_ text: String) -> CoreValue? {
        let bytes = Array(text.utf8)
        if bytes.starts(with: [0x30, 0x78]) { return digits(bytes.dropFirst(2), radix: 16) }
        if bytes.starts(with: [0x30, 0x6F]) { return digits(bytes.dropFirst(2), radix: 8) }
        var rest = bytes[...]
        let isNegative = rest.first == 0x2D
        if isNegative || rest.first == 0x2B { rest = rest.dropFirst() }
        switch String(decoding: rest, as: UTF8.self) {
        case ".inf", ".Inf", ".INF": return .float(isNegative ? -.infinity : .infinity)
        case ".nan", ".NaN", ".NAN": return rest.count == bytes.count ? .float(.nan) : nil
        default: break
        }
        if !rest.isEmpty, rest.allSatisfy(isDigit) {
            if let value = Int64(text) { return .integer(value) }
            return Double(text).map { .float($0) }
        }
        return isFloat(rest) ? Double(text).map { .float($0) } : nil
    }

    /// `.5`, `5.`, `5.5`, each with or without an exponent.
    private static func isFloat(_ text: ArraySlice<UInt8>) -> Bool {
        var rest = text
        let whole = rest.prefix(while: isDigit)
        rest = rest.dropFirst(whole.count)
        var fraction: ArraySlice<UInt8> = []
        if rest.first == 0x2E {
            rest = rest.dropFirst()
            fraction = rest.prefix(while: isDigit)
            rest = rest.dropFirst(fraction.count)
        }
        guard !whole.isEmpty || !fraction.isEmpty else { return false }
        guard let mark = rest.first else { return true }
        guard mark == 0x65 || mark == 0x45 else { return false }
        rest = rest.dropFirst()
        if rest.first == 0x2B || rest.first == 0x2D { rest = rest.dropFirst() }
        return !rest.isEmpty && rest.allSatisfy(isDigit)
    }

    private static func digits(_ text: ArraySlice<UInt8>, radix: Int) -> CoreValue? {
        guard let first = text.first, first != 0x2B, first != 0x2D else { return nil }
        return Int64(String(decoding: text, as: UTF8.self), radix: radix).map { .integer($0) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}
