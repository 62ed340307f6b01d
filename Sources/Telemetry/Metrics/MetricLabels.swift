// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The names and values that tell the series of one metric apart: `["topology": "web", "stage": "parse"]`.
package struct MetricLabels: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    /// The value that stands for all label sets beyond the limit.
    package static let other = "__other__"

    /// Names and values in the order given.
    let pairs: [Pair]

    struct Pair: Hashable, Sendable {
        let name: String
        let value: String
    }

    package init(dictionaryLiteral elements: (String, String)...) {
        self.init(elements)
    }

    /// Names are programmer's text (letters, digits, underscores); values may come from outside and are cut.
    package init(_ elements: [(String, String)]) {
        precondition(elements.allSatisfy { MetricName.isLabel($0.0) }, "not a label name in \(elements.map(\.0))")
        pairs = elements.map { Pair(name: $0.0, value: $0.1.cut(toBytes: TelemetryLimits.labelValueBytesMax)) }
        precondition(Set(pairs.map(\.name)).count == pairs.count, "a label twice in \(pairs.map(\.name))")
    }

    private init(pairs: [Pair]) {
        self.pairs = pairs
    }

    /// These labels and more.
    package func adding(_ more: MetricLabels) -> MetricLabels {
        MetricLabels((pairs + more.pairs).map { ($0.name, $0.value) })
    }

    /// The set that takes what is beyond the limit.
    var overflow: MetricLabels {
        MetricLabels(pairs: pairs.map { Pair(name: $0.name, value: Self.other) })
    }

    /// Whether every pair of these labels is among the other ones.
    func isSubset(of other: MetricLabels) -> Bool { pairs.allSatisfy { other.pairs.contains($0) } }

    /// The labels in braces as the text format has them; empty without labels.
    func text(and last: (name: String, value: String)? = nil) -> String {
        var parts = pairs.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }
        if let last { parts.append("\(last.name)=\"\(Self.escaped(last.value))\"") }
        return parts.isEmpty ? "" : "{\(parts.joined(separator: ","))}"
    }

    private static func escaped(_ value: String) -> String {
        var out = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": out += "\\\\"
            case "\"": out += "\\\""
            case "\n": out += "\\n"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
