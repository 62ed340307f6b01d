// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Writes JSON.
package enum JSONText {
    /// A text as a JSON string.
    package static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case "\u{0}"..."\u{1F}", "\u{7F}", "\u{2028}", "\u{2029}":
                let digits = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }

    /// A number as JSON, which has neither infinities nor NaN: those are `null`.
    package static func number(_ value: Double) -> String { value.isFinite ? "\(value)" : "null" }
}
