// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

/// The house rules (CONTRIBUTING.md), checked on the files as they are.
struct TidyTests {
    private static let rules: [(name: String, check: @Sendable (SourceFile) -> [String])] = [
        ("lines", TidyRules.longLines), ("files", TidyRules.longFiles), ("blanks", TidyRules.blanks),
        ("headers", TidyRules.header), ("functions", TidyRules.longFunctions), ("words", TidyRules.words),
        ("notes", TidyRules.notes), ("imports", TidyRules.imports), ("names", TidyRules.names),
    ]

    @Test(arguments: rules.map(\.name))
    func houseRuleHolds(_ name: String) throws {
        let rule = try #require(Self.rules.first { $0.name == name })
        let findings = Repository.current.files.flatMap(rule.check)
        #expect(findings.isEmpty, "\n\(findings.joined(separator: "\n"))")
    }

    @Test func repositoryIsThere() {
        #expect(Repository.current.sources.count > 50)
    }

    @Test func stagesAreRegisteredTestedAndShown() {
        let findings = StageRules.findings(Repository.current)
        #expect(findings.isEmpty, "\n\(findings.joined(separator: "\n"))")
    }

    @Test func everyLimitIsListedWithItsValue() {
        let findings = LimitRules.findings(Repository.current)
        #expect(findings.isEmpty, "\n\(findings.joined(separator: "\n"))")
    }

    @Test func noFileIsDead() {
        let findings = DeadFiles.findings(Repository.current)
        #expect(findings.isEmpty, "\n\(findings.joined(separator: "\n"))")
    }

    @Test func exemptionsAreOfFilesThatNeedThem() {
        for path in TidyRules.longFiles.keys {
            let lines = Repository.current.files.first { $0.path == path }?.lines.count ?? 0
            #expect(lines > TidyRules.fileLinesMax, "\(path) needs no exemption any more")
        }
    }

    @Test func scriptsCanBeRun() {
        for file in Repository.current.files where file.bytes.starts(with: Array("#!".utf8)) {
            #expect(access("\(Repository.current.root)/\(file.path)", X_OK) == 0, "\(file.path) is not executable")
        }
    }

    @Test(arguments: Repository.current.sources.filter { $0.target != "CLibraries" }.map(\.target).uniqued())
    func targetHasTests(_ target: String) {
        // The programs' verbs and the parts between them are tested as commands and as a running whole.
        let elsewhere = ["sluice": "CommandTests", "ControlPlane": "RuntimeTests", "SluiceTesting": "SinksTests"]
        let tests = elsewhere[target] ?? "\(target)Tests"
        let files = Repository.current.swift.filter { $0.path.hasPrefix("Tests/\(tests)/") }
        #expect(files.contains { !$0.lines(with: "@Test").isEmpty }, "Tests/\(tests) has no test")
    }
}

extension [String] {
    fileprivate func uniqued() -> [String] { Set(self).sorted() }
}
