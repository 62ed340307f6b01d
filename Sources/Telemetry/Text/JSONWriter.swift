// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Writes one JSON value piece by piece into bytes, with commas where they belong.
///
/// Strings are escaped as Go's `encoding/json` does, numbers take Go's forms: so an answer can be byte for byte what a
/// Go program sends. `<`, `>` and `&` are escaped, which lets the text stand in a page.
package struct JSONWriter: Sendable {
    package private(set) var bytes: [UInt8] = []
    private var needsComma = false

    package init() {}

    /// The bytes as text.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    package mutating func object(_ body: (inout JSONWriter) -> Void) { nested(0x7B, 0x7D, body) }

    package mutating func array(_ body: (inout JSONWriter) -> Void) { nested(0x5B, 0x5D, body) }

    package mutating func array<Element>(
        _ elements: some Sequence<Element>, _ each: (inout JSONWriter, Element) -> Void
    ) {
        array { json in for element in elements { each(&json, element) } }
    }

    /// The name of the member whose value is written next.
    package mutating func key(_ name: String) {
        string(name)
        bytes.append(0x3A)
        needsComma = false
    }

    package mutating func string(_ text: String) {
        separate()
        bytes.append(0x22)
        for scalar in text.unicodeScalars { escape(scalar) }
        bytes.append(0x22)
    }

    package mutating func number(_ value: some FixedWidthInteger) {
        separate()
        bytes.append(decimal: value)
    }

    /// The shortest digits that give the number back; `null` for infinities and NaN, which JSON has not.
    package mutating func number(_ value: Double) {
        guard value.isFinite else { return null() }
        separate()
        bytes += Self.digits(value.description, magnitude: value.magnitude).utf8
    }

    package mutating func number(_ value: Float) {
        guard value.isFinite else { return null() }
        separate()
        bytes += Self.digits(value.description, magnitude: Double(value.magnitude)).utf8
    }

    package mutating func bool(_ value: Bool) {
        separate()
        bytes += (value ? "true" : "false").utf8
    }

    package mutating func null() {
        separate()
        bytes += "null".utf8
    }

    /// A value that is JSON already.
    package mutating func raw(_ json: [UInt8]) {
        separate()
        bytes += json
    }

    private mutating func nested(_ open: UInt8, _ close: UInt8, _ body: (inout JSONWriter) -> Void) {
        separate()
        bytes.append(open)
        needsComma = false
        body(&self)
        bytes.append(close)
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(0x2C) }
        needsComma = true
    }

    private mutating func escape(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\"": bytes += "\\\"".utf8
        case "\\": bytes += "\\\\".utf8
        case "\u{8}": bytes += "\\b".utf8
        case "\u{C}": bytes += "\\f".utf8
        case "\n": bytes += "\\n".utf8
        case "\r": bytes += "\\r".utf8
        case "\t": bytes += "\\t".utf8
        case "\u{0}"..."\u{1F}", "<", ">", "&", "\u{2028}", "\u{2029}":
            let digits = String(scalar.value, radix: 16)
            bytes += "\\u".utf8
            bytes += String(repeating: "0", count: 4 - digits.count).utf8
            bytes += digits.utf8
        default:
            bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
        }
    }

    /// Go's layout of a number from Swift's, whose digits are as short: exponents only below 1e-6 and from 1e21.
    static func digits(_ text: String, magnitude: Double) -> String {
        let isNegative = text.hasPrefix("-")
        let parts = text.drop { $0 == "-" }.split(separator: "e")
        let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let fraction = mantissa.count > 1 && mantissa[1] != "0" ? mantissa[1] : ""
        var digits = String(mantissa[0] + fraction)
        // Where the point stands, counted from the first digit.
        var point = mantissa[0].count + (parts.count > 1 ? Int(parts[1]) ?? 0 : 0)
        let leading = digits.prefix { $0 == "0" }.count
        digits.removeFirst(min(leading, max(0, digits.count - 1)))
        point -= min(leading, max(0, leading))
        let sign = isNegative ? "-" : ""
        if digits == "0" || digits.isEmpty { return sign + "0" }
        while digits.count > 1, digits.hasSuffix("0") { digits.removeLast() }
        if magnitude < 1e-6 || magnitude >= 1e21 {
            let rest = digits.dropFirst()
            let exponent = point - 1
            return sign + digits.prefix(1) + (rest.isEmpty ? "" : "." + rest) + "e" + (exponent < 0 ? "-" : "+")
                + "\(exponent.magnitude)"
        }
        if point <= 0 { return sign + "0." + String(repeating: "0", count: -point) + digits }
        if point >= digits.count { return sign + digits + String(repeating: "0", count: point - digits.count) }
        return sign + digits.prefix(point) + "." + digits.dropFirst(point)
    }
}

extension JSONWriter {
    package mutating func field(_ name: String, _ value: String) {
        key(name)
        string(value)
    }

    package mutating func field(_ name: String, _ value: String?) {
        key(name)
        if let value { string(value) } else { null() }
    }

    package mutating func field(_ name: String, _ value: some FixedWidthInteger) {
        key(name)
        number(value)
    }

    package mutating func field(_ name: String, _ value: (some FixedWidthInteger)?) {
        key(name)
        if let value { number(value) } else { null() }
    }

    package mutating func field(_ name: String, _ value: Double?) {
        key(name)
        if let value { number(value) } else { null() }
    }

    package mutating func field(_ name: String, _ value: Float) {
        key(name)
        number(value)
    }

    package mutating func field(_ name: String, _ value: Bool) {
        key(name)
        bool(value)
    }
}

extension [UInt8] {
    /// Appends a whole number's decimal digits.
    package mutating func append(decimal value: some FixedWidthInteger) {
        if value < 0 { append(0x2D) }
        var rest = UInt64(truncatingIfNeeded: value.magnitude)
        var digits = InlineArray<20, UInt8>(repeating: 0)
        var first = 20
        repeat {
            first -= 1
            digits[first] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        while first < 20 {
            append(digits[first])
            first += 1
        }
    }
}
