// Sluice
// SPDX-License-Identifier: Apache-2.0

import Topology
import YAML

/// One module of a `burrow.toml`, such as `[cluster.local]`, or a section without modules: its options by name in any
/// case, those of the environment before those of the file.
struct BurrowModule {
    let section: String
    /// In lower case, as Burrow shows it; nil for a section without modules.
    let name: String?
    /// Where the module is named.
    let span: SourceSpan
    /// By key in lower case.
    private var options: [String: (key: SourceSpan, value: TOMLValue)] = [:]

    init(_ section: String, _ name: String?, _ table: TOMLTable?, at span: SourceSpan) {
        self.section = section
        self.name = name
        self.span = span
        for entry in table?.entries ?? [] {
            options[entry.key.lowercased()] = (entry.keySpan, entry.value)
        }
    }

    var keys: [String] { options.keys.sorted() }

    /// `cluster.local`.
    var label: String { name.map { "\(section).\($0)" } ?? section }

    /// The variable that overrides an option; Burrow's rule.
    func variable(of key: String, prefix: String) -> String {
        ([prefix, section] + [name].compactMap(\.self) + [key]).joined(separator: "_").uppercased()
            .replacing("-", with: "_").replacing(".", with: "_")
    }

    mutating func set(_ key: String, to text: String, at span: SourceSpan) {
        options[key] = (span, TOMLValue(.string(text), span: span))
    }

    func has(_ key: String) -> Bool { options[key] != nil }

    func keySpan(_ key: String) -> SourceSpan { options[key]?.key ?? span }
    func valueSpan(_ key: String) -> SourceSpan { options[key]?.value.span ?? span }

    // MARK: - Values, as loosely typed as Burrow reads them

    /// A text; nil where there is none or an empty one.
    func text(_ key: String, _ context: inout MonitorContext) -> String? {
        guard let value = options[key]?.value else { return nil }
        switch value.content {
        case .string(let text): return text.isEmpty ? nil : text
        case .integer(let number): return String(number)
        default:
            wrong(key, value, want: "text", &context)
            return nil
        }
    }

    func integer(_ key: String, in range: ClosedRange<Int64>, _ context: inout MonitorContext) -> Int64? {
        guard let value = options[key]?.value else { return nil }
        let number: Int64? =
            switch value.content {
            case .integer(let number): number
            case .string(let text): Int64(text)
            default: nil
            }
        if let number, range.contains(number) { return number }
        wrong(key, value, want: "a whole number from \(range.lowerBound) to \(range.upperBound)", &context)
        return nil
    }

    /// Whole seconds.
    func seconds(_ key: String, in range: ClosedRange<Int64>, _ context: inout MonitorContext) -> Duration? {
        integer(key, in: range, &context).map { .seconds($0) }
    }

    func number(_ key: String, in range: ClosedRange<Double>, _ context: inout MonitorContext) -> Double? {
        guard let value = options[key]?.value else { return nil }
        let number: Double? =
            switch value.content {
            case .integer(let number): Double(number)
            case .float(let number): number
            case .string(let text): Double(text)
            default: nil
            }
        if let number, range.contains(number) { return number }
        wrong(key, value, want: "a number from \(range.lowerBound) to \(range.upperBound)", &context)
        return nil
    }

    func flag(_ key: String, _ context: inout MonitorContext) -> Bool? {
        guard let value = options[key]?.value else { return nil }
        switch value.content {
        case .boolean(let flag): return flag
        case .string("true"): return true
        case .string("false"): return false
        default:
            wrong(key, value, want: "true or false", &context)
            return nil
        }
    }

    /// A list of texts; a single text is split at blanks and commas.
    func list(_ key: String, _ context: inout MonitorContext) -> [String]? {
        guard let value = options[key]?.value else { return nil }
        switch value.content {
        case .string(let text): return text.split { $0 == " " || $0 == "," || $0 == "\t" }.map(String.init)
        case .array(let items):
            let texts = items.compactMap { item in if case .string(let text) = item.content { text } else { nil } }
            if texts.count == items.count { return texts }
        default: break
        }
        wrong(key, value, want: "a list of texts", &context)
        return nil
    }

    private func wrong(_ key: String, _ value: TOMLValue, want: String, _ context: inout MonitorContext) {
        var found = value.kind
        if case .string(let text) = value.content, key != "password" { found = "'\(text.prefix(60))'" }
        if case .integer(let number) = value.content { found = "\(number)" }
        context.report("'\(label).\(key)' must be \(want), found \(found)", at: value.span)
    }
}
