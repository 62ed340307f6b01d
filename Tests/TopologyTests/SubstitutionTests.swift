// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing
import Topology
import YAML

struct SubstitutionTests {
    static func root(_ text: String, environment: [String: String] = [:], files: [String: String] = [:]) -> String? {
        Fakes.load(Fakes.topology(archive: "archive: {root: \(text)}"), environment: environment, files: files).plan?
            .archive.root
    }

    @Test(arguments: [
        ("\"${A}\"", "x"), ("\"${A:-d}\"", "x"), ("\"${B:-d}\"", "d"), ("\"${EMPTY:-d}\"", "d"), ("\"p${EMPTY}\"", "p"),
        ("\"${A}/${B:-b}/${A}\"", "x/b/x"), ("\"$A\"", "$A"), ("\"a$\"", "a$"), ("\"$${A}\"", "${A}"),
        ("\"$$${A}\"", "$${A}"), ("\"${B:-a:-b}\"", "a:-b"), ("\"${B:-}x\"", "x"), ("\"${file:/s}\"", "secret"),
        ("\"${file:rel}\"", "here"), ("\"${QUOTED}\"", "a\", b: [c"), ("\"${NUMBER}\"", "5"), ("${A}", "x"),
        ("\"한${A}글\"", "한x글"),
    ])
    func valuesArePutIn(text: String, expected: String) {
        let environment = ["A": "x", "EMPTY": "", "QUOTED": "a\", b: [c", "NUMBER": "5"]
        let loader = Fakes.loader(environment: environment, files: ["/s": "secret\n", "dir/rel": "here"])
        let plain = text.hasPrefix("$") ? "archive:\n  root: \(text)" : "archive: {root: \(text)}"
        let loaded = loader.load(bytes: Array(Fakes.topology(archive: plain).utf8), path: "dir/t.yaml")
        #expect(loaded.plan?.archive.root == expected, "\(loaded.report.text())")
    }

    @Test(arguments: [
        ("${NONE}", "variable 'NONE' is not set"), ("${", "'${' without '}'"), ("${}", "'${}' is not a substitution"),
        ("${A-b}", "'${A-b}' is not a substitution"), ("${1A}", "'${1A}' is not a substitution"),
        ("${B:-${A}}", "substitutions do not nest"), ("${file:}", "'${file:}' names no file"),
        ("${file:/none}", "cannot read file '/none': no such file or directory"),
        ("${file:/large}", "cannot read file '/large': file too large"),
    ])
    func faultsAreToldOnce(text: String, message: String) {
        let loaded = Fakes.load(
            Fakes.topology(archive: "archive: {root: \"a/\(text)\"}"), environment: ["A": "x"],
            files: ["/large": String(repeating: "x", count: 70_000)])
        #expect(loaded.diagnostics.map(\.message) == [message])
        #expect(loaded.diagnostics.first?.span.start.column == 20)
    }

    @Test func substitutedTextMayBeANumberOrASize() {
        let archive = "archive: {root: /a, open_files: \"${FILES:-7}\", epoch: {age: \"${AGE:-5m}\"}}"
        let plan = Fakes.load(Fakes.topology(archive: archive)).plan
        #expect(plan?.archive.openFilesMax == 7 && plan?.archive.epoch.age == .seconds(300))
    }

    @Test func expressionErrorsBehindASubstitutionKeepTheirPlace() {
        let loaded = Fakes.load(
            Fakes.topology(enrich: "enrich:\n  - set: {a: \"'${LONG}' + size(\"}"),
            environment: ["LONG": "0123456789012345"])
        #expect(loaded.diagnostics.first?.span.start.line == 6)
        #expect(loaded.diagnostics.first?.span.start.column ?? 0 < 40)
    }

    @Test func secretsAreNowhere() throws {
        let source = """
            source:
              kafka:
                brokers: b
                topics: [x]
                group: g
                assignment: "${file:/s}"
                options: {sasl.password: hunter2, sasl.jaas.config: "${file:/s}", ssl.key.password: "${PASS}", bad: []}
            """
        let loaded = Fakes.load(
            Fakes.topology(source: source), environment: ["PASS": "hunter3"], files: ["/s": "hunter4"])
        for text in [loaded.report.text(), loaded.report.json(), "\(loaded.report.diagnostics)"] {
            #expect(!text.contains("hunter"))
        }
        #expect(loaded.report.text().contains("sasl.password: ***"))
    }

    @Test func secretStringsDoNotShowThemselves() {
        let secret = SecretString("hunter2")
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), "\([secret])", dumped] {
            #expect(!text.contains("hunter"))
        }
        #expect(secret.reveal() == "hunter2")
    }
}
