// Sluice
// SPDX-License-Identifier: Apache-2.0

import Expressions
import Records
import Testing

/// Nesting and length are bounded: neither the loader nor the evaluator can run out of stack.
struct DepthTests {
    @Test(arguments: [
        ("(", "a", ")"), ("[", "a", "]"), ("!", "a", ""), ("-", "a", ""), ("f(", "a", ")"), ("a[", "0", "]"),
        ("a ? b : ", "c", ""), ("{'k': ", "a", "}"), ("a.b(", "c", ")"), ("", "a", ".b"), ("", "a", "[0]"),
        ("", "1", " + 1"),
        ("a.map(x, ", "x", ")"), ("T{a: ", "b", "}"), ("(", "", ""), ("[{(", "", ""), ("a ? (", "", ""),
        ("- !", "", ""),
    ])
    func deepSourcesAreRefused(_ parts: (open: String, inner: String, close: String)) {
        let source =
            String(repeating: parts.open, count: 5_000) + parts.inner + String(repeating: parts.close, count: 5_000)
        guard case .failures(let failures) = Outcome.of(source) else {
            Issue.record("loaded")
            return
        }
        let isSaid = failures.contains { $0.message.contains("nested deeper") || $0.message.contains("at most") }
        #expect(isSaid, "\(failures.prefix(3))")
    }

    @Test func whatCELAsksForIsAllowed() {
        let parentheses = String(repeating: "(", count: 48) + "1" + String(repeating: ")", count: 48)
        #expect(Outcome.of(parentheses) == .int(1))
        let sum = Array(repeating: "1", count: 90).joined(separator: " + ")
        #expect(Outcome.of(sum) == .int(90))
        let conditions = (0..<2_000).map { "status != \($0)" }.joined(separator: " && ")
        #expect(Outcome.of(conditions, json: "{\"status\": 5000}") == .bool(true))
        let names = (0..<2_000).map { "'n\($0)'" }.joined(separator: ", ")
        #expect(Outcome.of("a in [\(names)]", json: "{\"a\": \"n1999\"}") == .bool(true))
    }

    @Test func longSourcesAreRefused() {
        let source = "a == '" + String(repeating: "x", count: 70_000) + "'"
        guard case .failures(let failures) = Outcome.of(source) else {
            Issue.record("loaded")
            return
        }
        #expect(failures.map(\.message) == ["expression is longer than 65536 bytes"])
    }

    @Test func failuresAreBounded() {
        let source = Array(repeating: "@", count: 1_000).joined(separator: " ")
        guard case .failures(let failures) = Outcome.of(source) else {
            Issue.record("loaded")
            return
        }
        #expect(failures.count <= 32)
    }

    @Test func deepRecordsAreComparedOrRefused() {
        let deep = String(repeating: "[", count: 120) + String(repeating: "]", count: 120)
        #expect(Outcome.of("a == a", json: "{\"a\": \(deep)}") == .error(.limitExceeded))
        #expect(Outcome.of("a == b", json: "{\"a\": \(deep), \"b\": []}") == .bool(false))
        #expect(Outcome.of("size(a)", json: "{\"a\": \(deep)}") == .int(1))
    }
}
