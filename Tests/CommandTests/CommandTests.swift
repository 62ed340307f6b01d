// Sluice
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Glibc
import SluiceTesting
import Testing

@Suite(.timeLimit(.minutes(5)), .enabled(if: SluiceProcess.program != nil, "\(SluiceProcess.skipMessage)"))
struct CommandTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func run(
        _ arguments: String..., environment: [String: String] = [:]
    ) async throws -> SluiceProcess.Outcome {
        try await SluiceProcess(arguments, in: directory.path, environment: environment).end()
    }

    private func file(_ name: String, _ text: String) throws -> String {
        let path = "\(directory.path)/\(name)"
        let file = try #require(fopen(path, "w"))
        fputs(text, file)
        fclose(file)
        return path
    }

    // MARK: - Usage

    @Test func helpNamesEveryCommand() async throws {
        let outcome = try await run("--help")
        #expect(outcome.status == 0 && outcome.errors.isEmpty)
        for name in ["demo", "run", "validate", "audit", "archive", "monitor", "lag", "generate", "version"] {
            #expect(outcome.output.contains("  \(name)"), "\(name)")
        }
    }

    @Test(arguments: [
        ["run"], ["demo"], ["validate"], ["audit"], ["generate"], ["archive", "cat"], ["archive", "ls"],
        ["archive", "settle"], ["quarantine"], ["outliers"],
    ])
    func everyCommandHelpsWithExamples(_ path: [String]) async throws {
        let outcome = try await SluiceProcess(path + ["--help"], in: directory.path).end()
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("sluice \(path.joined(separator: " "))"))
        #expect(outcome.output.lowercased().contains("example"))
    }

    @Test func theVersionIsTold() async throws {
        let outcome = try await run("version")
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("0.1.0"))
    }

    @Test func theStepsAtWhichTestsMayKillAreNamed() async throws {
        let outcome = try await run("version", "--faults")
        #expect(outcome.status == 0)
        let names = outcome.output.split(separator: "\n")
        #expect(names.count >= 20 && Set(names).count == names.count)
        #expect(names.contains("seal.manifest_synchronized") && names.contains("publish.manifest_linked"))
    }

    @Test(arguments: [
        (["rnu"], "run"), (["validate", "--fromat", "json", "x"], "format"), (["archive", "lss"], "ls"),
    ])
    func aMistypedWordGetsAHintAndTheUsageCode(_ arguments: [String], hint: String) async throws {
        let outcome = try await SluiceProcess(arguments, in: directory.path).end()
        #expect(outcome.status == 64)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains("did you mean") && outcome.errors.contains(hint), "\(outcome.errors)")
    }

    @Test func aRunWithoutAFileIsAMistakeOfUsage() async throws {
        let outcome = try await run("run")
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("topology file"))
    }

    @Test(arguments: ["bash", "zsh", "fish"]) func completionsKnowTheCommands(_ shell: String) async throws {
        let outcome = try await run("completions", shell)
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("validate") && outcome.output.contains("until-end"))
    }

    // MARK: - validate

    private static let good = """
        topology: web
        source:
          kafka: {brokers: "localhost:9092", topics: [events], group: g}
          event_time: {field: ts, format: unix_ms}
        archive: {root: "/tmp/none"}
        parse: [{json: {}}]
        route: [{to: web, when: "true"}]
        outputs: {web: {archive: {path: "web"}}}

        """

    @Test func aGoodTopologyIsCalledGood() async throws {
        let outcome = try await run("validate", try file("good.yaml", Self.good))
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("web"))
    }

    @Test func everyErrorOfATopologyIsToldWithItsPlace() async throws {
        let text = Self.good.replacing("parse:", with: "pasre:").replacing("\"true\"", with: "\"1 +\"")
        let path = try file("bad.yaml", text)
        let outcome = try await run("validate", path)
        #expect(outcome.status == 78)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains("\(path):6:1"), "\(outcome.errors)")
        #expect(outcome.errors.contains("\(path):7:"), "\(outcome.errors)")
        #expect(outcome.errors.contains("parse"))
        let run = try await run("run", path)
        #expect(run.status == 78)
        #expect(run.errors.contains("nothing was started"))
    }

    @Test func findingsInJSONAreOneObjectForOtherPrograms() async throws {
        struct Report: Decodable {
            struct Finding: Decodable {
                let file: String
                let line: Int
                let column: Int
                let message: String
            }
            let diagnostics: [Finding]
        }
        let path = try file("bad.yaml", Self.good.replacing("parse:", with: "pasre:"))
        let bad = try await run("validate", "--format", "json", path)
        #expect(bad.status == 78)
        let report = try JSONDecoder().decode(Report.self, from: Data(bad.output.utf8))
        #expect(report.diagnostics.contains { $0.file == path && $0.line == 6 && $0.column == 1 })
        let good = try await run("validate", "--format", "json", try file("good.yaml", Self.good))
        #expect(good.status == 0)
        #expect(try JSONDecoder().decode(Report.self, from: Data(good.output.utf8)).diagnostics.isEmpty)
    }

    @Test func aFileThatIsNotThereIsTold() async throws {
        let outcome = try await run("validate", directory.path + "/absent.yaml")
        #expect(outcome.status == 78)
        #expect(outcome.errors.contains("absent.yaml"))
    }

    // MARK: - Archives

    @Test func aDemoEndsByItselfWithAVerdictThatDamageTurns() async throws {
        let demo = try await run("demo", "--events", "2000", "--dir", directory.path, "--listen", "127.0.0.1:0")
        #expect(demo.status == 0, "\(demo.errors)")
        let root = directory.path + "/archive"
        let rows = try await run("archive", "cat", root)
        #expect(rows.output.split(separator: "\n").count == 2000)
        // Again on the same directory: a new cluster, a new incarnation.
        let again = try await run("demo", "--events", "500", "--dir", directory.path, "--listen", "127.0.0.1:0")
        #expect(again.status == 0, "\(again.errors)")
        #expect(try await run("archive", "cat", root).output.split(separator: "\n").count == 2500)
        let verdict = try await run("audit", root, "--json")
        #expect(verdict.status == 0)
        _ = try JSONDecoder().decode([String: Whatever].self, from: Data(verdict.output.utf8))
        let damage = "f=$(find \(root)/requests -name '*.zst' | head -n 1); printf x >>\"$f\""
        #expect(system(damage) == 0)
        let damaged = try await run("audit", root)
        #expect(damaged.status == 1)
        #expect(damaged.output.contains(".zst"), "\(damaged.output)")
    }

    /// A root without anything in it.
    private func emptyRoot() throws -> String {
        let header = #"{"format":"sluice-archive","id":"00000000000000000000000000000001","version":1}"#
        #expect(mkdir(directory.path + "/root", 0o750) == 0)
        _ = try file("root/store.json", header + "\n")
        return directory.path + "/root"
    }

    @Test func settlingTellsWhatWaitsAndRefusesWhatDoesNot() async throws {
        let root = try emptyRoot()
        let list = try await run("archive", "settle", root)
        #expect(list.status == 0 && list.output == "no epoch waits\n", "\(list.errors)")
        #expect(try await run("archive", "settle", root, "--json").output.isEmpty)
        let id = String(repeating: "0", count: 32)
        for (arguments, status, text) in [
            (["--keep", id], Int32(64), "no epoch \(id) waits"), (["--drop", "x"], 64, "no epoch id"),
            (["--keep", id, "--drop", id], 64, "not both"),
        ] {
            let outcome = try await SluiceProcess(["archive", "settle", root] + arguments, in: directory.path).end()
            #expect(outcome.status == status && outcome.errors.contains(text), "\(outcome.errors)")
        }
        #expect(try await run("archive", "settle", directory.path).status == 66)
    }

    @Test func recordsGoIntoQuarantineAndOut() async throws {
        let root = try emptyRoot()
        #expect(try await run("quarantine", root).output == "nothing is in quarantine\n")
        let added = try await run("quarantine", root, "web.access", "3", "17")
        #expect(added.status == 0 && added.output.contains("web.access/3@17: in quarantine"), "\(added.errors)")
        #expect(try await run("quarantine", root).output == "web.access/3@17\n")
        #expect(
            try await run("quarantine", root, "--json").output
                == "{\"offset\":17,\"partition\":3,\"topic\":\"web.access\"}\n")
        #expect(try await run("quarantine", root, "web.access", "3").status == 64)
        #expect(try await run("quarantine", root, "web.access", "3", "-1").status == 64)
        #expect(try await run("quarantine", root, "--remove").status == 64)
        #expect(try await run("quarantine", root, "web.access", "3", "17", "--remove").status == 0)
        #expect(try await run("quarantine", root).output == "nothing is in quarantine\n")
        #expect(try await run("quarantine", directory.path).status == 66)
    }

    private struct Whatever: Decodable {
        init(from decoder: any Decoder) throws {}
    }

    @Test func anAuditTakesTimesAndRefusesOthers() async throws {
        let root = try emptyRoot()
        for text in ["2h", "7d", "1d12h", "2024-01-31T00:00:00Z", "2024-01-31T09:00:00.5+09:00"] {
            let outcome = try await run("audit", root, "--complete", "--since", text)
            #expect(outcome.status == 0 && outcome.output.contains("audit: ok"), "\(text): \(outcome.errors)")
        }
        for text in ["", "2", "yesterday", "2024-01-31", "9999-01-31T00:00:00Z", "9223372036854775807d", "-2h"] {
            let outcome = try await run("audit", root, "--since=\(text)")
            #expect(outcome.status == 64, "\(text): \(outcome.output)")
        }
    }

    @Test func whatIsNoArchiveIsNotAudited() async throws {
        let outcome = try await run("audit", directory.path)
        #expect(outcome.status == 66)
        #expect(outcome.errors.contains("not an archive root"))
    }
}
