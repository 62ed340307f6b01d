// Sluice
// SPDX-License-Identifier: Apache-2.0

import Stages
import Testing

struct RouterTests {
    static let rules = "{to: a, when: 'x > 10'}, {to: discard, when: 'x == 5'}, {to: b, when: 'x > 4'}"

    @Test(arguments: [
        ("{\"x\":11}", [0], [0, 1]), ("{\"x\":6}", [1], [1]), ("{\"x\":5}", [-2], [1]), ("{\"x\":1}", [], []),
        ("{\"y\":1}", [-1], [-1]), ("{\"x\":\"s\"}", [-1], [-1]),
    ])
    func recordsGoToTheFirstRuleOrToAll(payload: String, first: [Int], all: [Int]) throws {
        for (route, expected) in [("[\(Self.rules)]", first), ("{all: true, rules: [\(Self.rules)]}", all)] {
            let driver = try PipelineDriver(route: route, outputs: ["a", "b"])
            #expect(outputs(driver.verdict(payload)) == expected)
        }
    }

    @Test(arguments: [
        ("{to: a, when: 'false'}, {to: b, when: '1 < 2'}", [1]),
        ("{to: a, when: '1 / 0 > 1'}, {to: b, when: 'true'}", [-1]),
        ("{to: discard, when: 'true'}", [-2]), ("{to: a, when: 'false'}", []),
        ("{to: a, when: \"kafka.offset == 7\"}", [0]),
    ])
    func conditionsThatReadNoFieldAreJudgedToo(rules: String, expected: [Int]) throws {
        let outputs = rules.contains("to: b") ? ["a", "b"] : ["a"]
        let driver = try PipelineDriver(route: "[\(rules)]", outputs: outputs)
        #expect(self.outputs(driver.verdict("{\"x\":1}")) == expected)
    }

    /// -1 for an error, -2 for a rule that discards, nothing for no match.
    private func outputs(_ verdict: Verdict) -> [Int] {
        switch verdict {
        case .routed(var set):
            var outputs: [Int] = []
            while let output = set.popFirst() { outputs.append(output) }
            return outputs
        case .filtered: return [-2]
        case .failed(let failure): return failure.reason == .unmatched ? [] : [-1]
        }
    }

    @Test func rulesCountWhatTheyTake() throws {
        let driver = try PipelineDriver(route: "[\(Self.rules)]", outputs: ["a", "b"])
        for x in [11, 12, 5, 6, 1] { _ = driver.verdict("{\"x\":\(x)}") }
        #expect(driver.counters("route[0]")?.changed == 2)
        #expect(driver.counters("route[1]")?.changed == 1)
        #expect(driver.counters("route[2]")?.changed == 1)
        #expect(driver.counters("route") == .init(received: 5, changed: 0, failed: 1))
    }

    @Test func aRuleThatCannotBeJudgedNamesItself() throws {
        let driver = try PipelineDriver(route: "[\(Self.rules)]", outputs: ["a", "b"])
        guard case .failed(let failure) = driver.verdict("{\"y\":1}") else {
            Issue.record("not failed")
            return
        }
        #expect(driver.labels[failure.stage] == "route[0]")
        #expect(failure.reason.name == "expression_error" && failure.reason.detail == "no_such_field")
    }

    @Test func conditionsSeeSanitizedValues() throws {
        let driver = try PipelineDriver(
            sanitize: "[{mask_keys: {keys: [token]}}]",
            route: "[{to: a, when: \"token == 's'\"}, {to: b, when: \"token == '***'\"}]", outputs: ["a", "b"])
        #expect(outputs(driver.verdict("{\"token\":\"s\"}")) == [1])
    }

    @Test func setsOfOutputsAreBits() {
        var set = OutputSet()
        #expect(set.isEmpty && set.first == 64 && set.popFirst() == nil)
        set.insert(63)
        set.insert(2)
        #expect(set.count == 2 && set.first == 2 && set.contains(63) && !set.contains(3) && !set.contains(64))
        #expect(set.popFirst() == 2 && set.popFirst() == 63 && set.isEmpty)
    }
}
