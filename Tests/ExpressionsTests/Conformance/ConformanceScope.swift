// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing

/// Which parts of CEL's conformance suite this version must pass, and why the rest waits.
///
/// Files that are not listed are extensions of later versions: bindings_ext, encoders_ext, macros2, math_ext,
/// network_ext, optionals, timestamps; type_deduction asks for deduced types of message and optional values.
enum ConformanceScope {
    struct File: CustomTestStringConvertible, Sendable {
        let name: String
        /// Cases that are in scope: a case that falls out of it silently is a failure.
        let cases: Int
        /// Sections that are not in scope, with the reason.
        var sections: [String: String] = [:]
        /// Single cases that are not in scope, as `section/name`, with the reason.
        var single: [String: String] = [:]

        var testDescription: String { name }
    }

    private static let atLoad = "types and functions are checked at load; here they never wait for a record"
    private static let bareName = "a bare name is a field of the record: names of types stand only beside type(x)"
    private static let extensions = "a function of string_ext that comes later"

    static let files: [File] = [
        File(name: "basic", cases: 42, single: ["functions/unbound_is_runtime_error": atLoad]),
        File(name: "comparisons", cases: 329, single: ["eq_literal/not_eq_list_length": atLoad]),
        File(
            name: "conversions", cases: 94,
            single: Dictionary(
                uniqueKeysWithValues: [
                    "bool_denotation", "int_denotation", "uint_denotation", "double_denotation",
                    "null_type_denotation", "string_denotation", "bytes_denotation", "list_denotation",
                    "map_denotation", "type_denotation", "type", "type_type",
                ].map { ("type/\($0)", bareName) })),
        File(name: "fields", cases: 58),
        File(name: "fp_math", cases: 30),
        File(name: "integer_math", cases: 64),
        File(name: "lists", cases: 39),
        File(
            name: "logic", cases: 26,
            single: [
                "AND/short_circuit_type_left": atLoad, "AND/short_circuit_type_right": atLoad,
                "OR/short_circuit_type_left": atLoad, "OR/short_circuit_type_right": atLoad,
            ]),
        File(name: "macros", cases: 44),
        File(
            name: "namespace", cases: 11,
            sections: ["namespace": "there are no containers: names are fields"],
            single: ["namespace_shadowing/basic": "there are no containers: names are fields"]),
        File(name: "parse", cases: 176, sections: ["receiver_function_names": atLoad]),
        File(name: "plumbing", cases: 5),
        File(name: "string", cases: 42),
        File(
            name: "string_ext", cases: 88,
            sections: [
                "split": extensions, "join": extensions, "quote": extensions, "format": extensions,
                "format_errors": extensions, "reverse": extensions,
            ]),
    ]

    /// Marks in a source of what comes with a later version.
    private static let later: [(mark: String, reason: String)] = [
        ("TestAllTypes", "protobuf messages are not values here"),
        ("google.protobuf", "protobuf messages are not values here"),
        ("timestamp(", "timestamps come later"),
        ("duration(", "durations come later"),
        ("matches(", "regular expressions come later"),
    ]

    static func reasonToSkip(_ conformance: ConformanceCase, in file: File) -> String? {
        if let reason = file.sections[conformance.section] { return reason }
        if let reason = file.single["\(conformance.section)/\(conformance.name)"] { return reason }
        for (mark, reason) in later where conformance.expression.contains(mark) { return reason }
        if conformance.record == nil { return "bindings that JSON cannot hold" }
        if case .other = conformance.expected { return "results that are messages" }
        return nil
    }
}
