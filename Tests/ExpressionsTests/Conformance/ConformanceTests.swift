// Sluice
// SPDX-License-Identifier: Apache-2.0

import Expressions
import Testing

/// CEL's own conformance suite, as far as this version of the language goes.
struct ConformanceTests {
    static let folder = Shared.folder("conformance/cel")

    @Test(
        .enabled(if: Shared.exists(folder), "shared/conformance/cel is not on this machine"),
        arguments: ConformanceScope.files)
    func everyCaseInScopePasses(_ scope: ConformanceScope.File) throws {
        let text = try #require(Shared.text("\(Self.folder)/\(scope.name).textproto"))
        let cases = try #require(ConformanceCase.read(scope.name, text), "malformed textproto")
        var run = 0
        var skipped: [String: Int] = [:]
        for conformance in cases {
            if let reason = ConformanceScope.reasonToSkip(conformance, in: scope) {
                skipped[reason, default: 0] += 1
                continue
            }
            run += 1
            check(conformance)
        }
        #expect(run == scope.cases, "\(scope.name): \(run) of \(cases.count) cases in scope; skipped: \(skipped)")
    }

    private func check(_ conformance: ConformanceCase) {
        let outcome = Outcome.of(conformance.expression, json: conformance.record ?? "{}")
        let source = Comment(rawValue: "\(conformance.label): \(conformance.expression)")
        switch (conformance.expected, outcome) {
        case (.value(let expected), .value(let value)):
            #expect(Self.isSame(expected, value), source)
        case (.value(let expected), .failures(let failures)):
            Issue.record("\(source): expected \(expected), did not load: \(failures.map(\.message))")
        case (.error, .value(let value)):
            if case .error = value { return }
            Issue.record("\(source): expected an error, got \(value)")
        case (.error, .failures), (.other, _):
            return
        }
    }

    /// Maps in any order; NaN equals itself here.
    private static func isSame(_ left: PlainValue, _ right: PlainValue) -> Bool {
        switch (left, right) {
        case (.double(let a), .double(let b)): return a == b || (a.isNaN && b.isNaN)
        case (.list(let a), .list(let b)): return a.count == b.count && zip(a, b).allSatisfy { isSame($0, $1) }
        case (.map(let keys, let values), .map(let otherKeys, let otherValues)):
            return keys.count == otherKeys.count
                && zip(keys, values).allSatisfy { key, value in
                    otherKeys.indices.contains { isSame(otherKeys[$0], key) && isSame(otherValues[$0], value) }
                }
        default: return left == right
        }
    }
}
