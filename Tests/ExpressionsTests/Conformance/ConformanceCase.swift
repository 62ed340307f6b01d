// Sluice
// SPDX-License-Identifier: Apache-2.0

import Expressions
import Testing

/// One test of CEL's conformance suite.
struct ConformanceCase: CustomTestStringConvertible {
    enum Expected {
        case value(PlainValue)
        case error
        /// A kind of result that this reader does not know: messages, unknowns.
        case other
    }

    let file: String
    let section: String
    let name: String
    let expression: String
    /// The bindings as a record; nil where JSON cannot hold them.
    let record: String?
    let expected: Expected
    let isUnchecked: Bool

    var label: String { "\(file)/\(section)/\(name)" }
    var testDescription: String { label }

    /// All cases of a file in their order.
    static func read(_ file: String, _ text: String) -> [ConformanceCase]? {
        guard let root = Textproto.parse(text) else { return nil }
        return root.messages("section").flatMap { section in
            section.messages("test").map { test in
                ConformanceCase(
                    file: file, section: section.string("name") ?? "", name: test.string("name") ?? "",
                    expression: test.string("expr") ?? "", record: record(test), expected: expected(test),
                    isUnchecked: test.word("disable_check") == "true")
            }
        }
    }

    private static func expected(_ test: Textproto) -> Expected {
        if test.message("eval_error") != nil || test.message("any_eval_errors") != nil { return .error }
        if let value = test.message("value") { return plain(value).map(Expected.value) ?? .other }
        if let typed = test.message("typed_result") {
            guard let value = typed.message("result") else { return .other }
            return plain(value).map(Expected.value) ?? .other
        }
        return test.fields.contains { $0.name == "unknown" || $0.name == "any_unknowns" } ? .other : .value(.bool(true))
    }

    static func plain(_ value: Textproto) -> PlainValue? {
        guard let field = value.fields.first else { return nil }
        switch (field.name, field.value) {
        case ("null_value", _): return .null
        case ("bool_value", .word(let word)): return .bool(word == "true")
        case ("int64_value", .word(let word)): return Int64(word).map(PlainValue.int)
        case ("uint64_value", .word(let word)): return UInt64(word).map(PlainValue.uint)
        case ("double_value", .word(let word)):
            return Double(word.hasSuffix("f") && !word.hasSuffix("inf") ? String(word.dropLast()) : word)
                .map(PlainValue.double)
        case ("string_value", .string(let bytes)): return .string(String(decoding: bytes, as: UTF8.self))
        case ("bytes_value", .string(let bytes)): return .bytes(bytes)
        case ("type_value", .string(let bytes)): return .type(String(decoding: bytes, as: UTF8.self))
        case ("list_value", .message(let list)):
            let elements = list.messages("values").map(plain)
            return elements.contains { $0 == nil } ? nil : .list(elements.compactMap { $0 })
        case ("map_value", .message(let map)):
            let entries = map.messages("entries")
            let keys = entries.compactMap { $0.message("key").flatMap(plain) }
            let values = entries.compactMap { $0.message("value").flatMap(plain) }
            return keys.count == entries.count && values.count == entries.count ? .map(keys, values) : nil
        default: return nil
        }
    }

    /// The bindings as the fields of a record: a variable `a.b` is the field `b` of `a`.
    private static func record(_ test: Textproto) -> String? {
        var fields: [String] = []
        for binding in test.messages("bindings") {
            guard let key = binding.string("key"), let value = binding.message("value")?.message("value"),
                let plain = plain(value), let json = json(plain)
            else { return nil }
            let names = key.split(separator: ".")
            guard let first = names.first else { return nil }
            let inner = names.dropFirst().reversed().reduce(json) { "{\"\($1)\": \($0)}" }
            if fields.contains(where: { $0.hasPrefix("\"\(first)\":") }) { return nil }
            fields.append("\"\(first)\": \(inner)")
        }
        return "{\(fields.joined(separator: ", "))}"
    }

    private static func json(_ value: PlainValue) -> String? {
        switch value {
        case .null: return "null"
        case .bool(let value): return value ? "true" : "false"
        case .int(let value): return "\(value)"
        case .double(let value): return value.isFinite ? "\(value)" : nil
        case .string(let text):
            return text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C } ? "\"\(text)\"" : nil
        case .list(let elements):
            let parts = elements.map(json)
            return parts.contains { $0 == nil } ? nil : "[\(parts.compactMap { $0 }.joined(separator: ", "))]"
        case .map(let keys, let values):
            var parts: [String] = []
            for (key, value) in zip(keys, values) {
                guard case .string(let name) = key, let json = json(value) else { return nil }
                parts.append("\"\(name)\": \(json)")
            }
            return "{\(parts.joined(separator: ", "))}"
        case .uint, .bytes, .type, .error: return nil
        }
    }
}
