// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing
import Topology
import YAML

struct TopologyErrorTests {
    /// One fault, and the message that tells it.
    struct Case: CustomTestStringConvertible, Sendable {
        let text: String
        let message: String
        var testDescription: String { message }
    }

    static func kafka(_ options: String) -> String {
        "source: {kafka: {brokers: b, topics: [x], group: g, \(options)}}"
    }

    static let cases: [Case] = [
        Case(text: Fakes.topology(name: ""), message: "the topology needs 'topology'"),
        Case(text: Fakes.topology(name: "topology: -x"), message: "'-x' cannot be the name of a topology"),
        Case(text: Fakes.topology(source: ""), message: "the topology needs 'source'"),
        Case(text: Fakes.topology(source: "source: {}"), message: "'source' needs 'kafka'"),
        Case(
            text: Fakes.topology(source: "source: {kafka: {topics: [x], group: g}}"), message: "'kafka' needs 'brokers'"
        ),
        Case(text: Fakes.topology(source: kafka("session_timeout: 1s")), message: "is not from 6s to 30m"),
        Case(text: Fakes.topology(source: kafka("session_timeout: 20")), message: "duration '20' has no unit"),
        Case(text: Fakes.topology(source: kafka("options: [a]")), message: "'options' must be a mapping, found a list"),
        Case(text: Fakes.topology(source: kafka("options: {a: [1]}")), message: "option 'a' must be text or a number"),
        Case(text: Fakes.topology(source: kafka("options: {a: }")), message: "option 'a' must be text or a number"),
        Case(
            text: Fakes.topology(source: "source: {kafka: {brokers: b, topics: [a b, ..], group: g}}"),
            message: "'a b' cannot be the name of a topic"),
        Case(
            text: Fakes.topology(source: "source: {kafka: {brokers: b, topics: x, group: g}}"),
            message: "'topics' must be a list, found 'x'"),
        Case(
            text: Fakes.topology(source: "source: {kafka: {brokers: '', topics: [x], group: g}}"),
            message: "'brokers' is empty"),
        Case(text: Fakes.topology(archive: "archive: {root: ''}"), message: "'root' is empty"),
        Case(
            text: Fakes.topology(archive: "archive: {root: a, on_rewind: superseed}"),
            message: "'on_rewind' must be"),
        Case(
            text: Fakes.topology(archive: "archive: {root: a, epoch: {bytes: 64mib}}"),
            message: "'bytes': size '64mib' has an unknown unit"),
        Case(
            text: Fakes.topology(archive: "archive: {root: a, epoch: {records: 1.5}}"),
            message: "'records' must be a whole number from 1 to 1000000000, found '1.5'"),
        Case(text: Fakes.topology(archive: "archive: {root: a, open_files: 0}"), message: "'open_files' must be"),
        Case(text: Fakes.topology(archive: "archive: {root: a, opne_files: 5}"), message: "unknown key 'opne_files'"),
        Case(text: Fakes.topology(parse: "parse: []"), message: "'parse' names no format"),
        Case(
            text: Fakes.topology(parse: "parse: [{json: {}}, {combined: {}}]"), message: "'combined' is a second format"
        ),
        Case(
            text: Fakes.topology(parse: "parse: [{json: {depth: 1}}]"), message: "unknown key 'depth' in stage 'json'"),
        Case(text: Fakes.topology(parse: "parse: [{set: {a: '1'}}]"), message: "no stage 'set' in 'parse'"),
        Case(text: Fakes.topology(enrich: "enrich: [{set: {'': '1'}}]"), message: "field '' has an empty name"),
        Case(
            text: Fakes.topology(enrich: "enrich: [{set: {a: [1]}}]"),
            message: "'a' must be a CEL expression, found a list"),
        Case(
            text: Fakes.topology(enrich: "enrich: [{set: {a: }}]"),
            message: "'a' must be a CEL expression, found nothing"),
        Case(text: Fakes.topology(enrich: "enrich: [{set: {a: '1 + true'}}]"), message: "no"),
        Case(text: Fakes.topology(sanitize: "sanitize: [{mask_keys: {}}]"), message: "stage 'mask_keys' needs 'keys'"),
        Case(
            text: Fakes.topology(sanitize: "sanitize: [{mask_keys: {keys: [5]}}]"),
            message: "'keys' must be text, found '5'"),
        Case(
            text: Fakes.topology(sanitize: "sanitize: [{scan: {for: [email], action: hash}}]"),
            message: "'action' must be 'mask', found 'hash'"),
        Case(text: Fakes.topology(route: ""), message: "the topology needs 'route'"),
        Case(text: Fakes.topology(route: "route: []"), message: "'route' has no rule"),
        Case(text: Fakes.topology(route: "route: [{to: main}]"), message: "a rule of 'route' needs 'when'"),
        Case(text: Fakes.topology(route: "route: [{to: mian, when: 'true'}]"), message: "no output is called 'mian'"),
        Case(
            text: Fakes.topology(route: "route: [{to: dead_letters, when: 'true'}]"),
            message: "a rule cannot send to the dead letters"),
        Case(
            text: Fakes.topology(route: "route: [{to: main, when: 'a > 1'}, {to: main, when: 'a  >  1'}]"),
            message: "has the same condition"),
        Case(
            text: Fakes.topology(route: "route: [{to: main, when: \"'x'\"}]"),
            message: "a condition must be true or false"),
        Case(text: Fakes.topology(route: "route: {all: true}"), message: "'route' needs 'rules'"),
        Case(text: Fakes.topology(route: "route: {all: true, rules: 5}"), message: "'rules' must be a list"),
        Case(text: Fakes.topology(outputs: "outputs:"), message: "'outputs' must be a mapping of names"),
        Case(text: Fakes.topology(outputs: "outputs: {main: {archive: {}}}"), message: "output 'main' needs 'path'"),
        Case(text: Fakes.topology(outputs: "outputs: {main: {archve: {path: p}}}"), message: "no kind of output"),
        Case(
            text: Fakes.topology(outputs: "outputs: {main: {archive: {path: p}}, main: {archive: {path: q}}}"),
            message: "key 'main' is written twice"),
        Case(text: Fakes.topology() + "tests: []\n", message: "'tests' is not available in this version"),
        Case(text: Fakes.topology() + "topolgy: x\n", message: "unknown key 'topolgy' in a topology"),
    ]

    @Test(arguments: cases)
    func everyFaultIsTold(testCase: Case) {
        let loaded = Fakes.load(testCase.text)
        #expect(loaded.plan == nil)
        #expect(loaded.diagnostics.contains { $0.message.contains(testCase.message) }, "\(loaded.report.text())")
    }

    /// Style: lower case, no full stop, a place in the file.
    @Test(arguments: cases)
    func messagesKeepTheirForm(testCase: Case) {
        for diagnostic in Fakes.load(testCase.text).diagnostics {
            #expect(!diagnostic.message.hasSuffix(".") && diagnostic.message.first?.isUppercase == false)
            #expect(diagnostic.span.start.line >= 1 && diagnostic.span.start.column >= 1)
        }
    }

    @Test(arguments: [
        "group.id", "auto.offset.reset", "enable.auto.commit", "enable.auto.offset.store", "enable.auto.anything",
        "enable.partition.eof", "partition.assignment.strategy", "isolation.level", "group.instance.id",
        "bootstrap.servers", "session.timeout.ms", "AUTO.OFFSET.RESET",
    ])
    func optionsThatCarryAGuaranteeAreRefused(name: String) {
        let loaded = Fakes.load(Fakes.topology(source: Self.kafka("options: {\(name): x}")))
        #expect(loaded.diagnostics.map(\.message).contains { $0.hasPrefix("option '\(name)' cannot be set: ") })
    }

    @Test func errorsComeBeforeWarnings() {
        let text = Fakes.topology(
            route: "route: [{to: none, when: 'true'}]", outputs: "outputs: {main: {archive: {path: p}}}")
        #expect(Fakes.load(text).diagnostics.map(\.severity) == [.error, .warning])
        #expect(Fakes.load(text).report.counts == "1 error, 1 warning")
    }

    @Test func aHundredFindingsArePrintedTheRestCounted() {
        let keys = (0..<150).map { "k\($0): 1" }.joined(separator: "\n")
        let report = Fakes.load(Fakes.topology() + keys).report
        #expect(report.errorCount == 150)
        #expect(report.text().hasSuffix("\n50 more\n150 errors\n"))
    }

    @Test func tooManyOutputsAndRulesAreErrors() {
        let outputs = (0..<70).map { "o\($0): {archive: {path: p}}" }.joined(separator: ", ")
        let rules = (0..<70).map { "{to: o\($0), when: 'a == \($0)'}" }.joined(separator: ", ")
        let messages = Fakes.load(Fakes.topology(route: "route: [\(rules)]", outputs: "outputs: {\(outputs)}"))
            .diagnostics
            .map(\.message)
        #expect(messages.contains("70 outputs; 63 are allowed") && messages.contains("70 rules; 64 are allowed"))
    }
}
