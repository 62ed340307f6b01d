// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Expressions

/// The documentation says what the code does.
struct FunctionTableTests {
    private static let page = "\(Shared.root)/docs/expressions.md"

    @Test func documentationListsExactlyTheFunctions() throws {
        let text = try #require(Shared.text(Self.page))
        let rows = Self.rows(of: text, below: "| function | |")
        let expected = FunctionTable.all.sorted { ($0.name, $0.isMember ? 1 : 0) < ($1.name, $1.isMember ? 1 : 0) }.map
        {
            "| \($0.signatures.map { "`\($0)`" }.joined(separator: ", ")) | \($0.summary) |"
        }
        #expect(rows == expected, "write this:\n\(expected.joined(separator: "\n"))")
    }

    @Test func documentationListsExactlyTheMacros() throws {
        let text = try #require(Shared.text(Self.page))
        let expected = FunctionTable.macros.map { "| `\($0.form)` | \($0.summary) |" }
        #expect(
            Self.rows(of: text, below: "| macro | |") == expected, "write this:\n\(expected.joined(separator: "\n"))")
    }

    @Test func documentationListsExactlyTheErrors() throws {
        let text = try #require(Shared.text(Self.page))
        let names = Self.rows(of: text, below: "| error | |").compactMap { $0.split(separator: "`").dropFirst().first }
        #expect(names.map(String.init) == EvaluationError.allCases.map(\.name))
    }

    @Test func everyFunctionCodeHasASpec() {
        for code in FunctionCode.allCases {
            #expect(FunctionTable.all.contains { $0.code == code }, "\(code)")
        }
    }

    @Test func noFunctionTakesMoreArgumentsThanTheEvaluatorHolds() {
        for function in FunctionTable.all {
            #expect(function.overloads.allSatisfy { $0.parameters.count <= 4 }, "\(function.name)")
        }
    }

    private static func rows(of text: String, below header: String) -> [String] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard let start = lines.firstIndex(of: header) else { return [] }
        return Array(lines[(start + 2)...].prefix { $0.hasPrefix("|") })
    }
}
