// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing
import Topology
import YAML

struct TopologyLoaderTests {
    @Test func aSoundFileBecomesAPlan() throws {
        let loaded = Fakes.load(
            Fakes.topology(
                source: """
                    source:
                      kafka:
                        brokers: "a:1,b:2"
                        topics: [x, y.z]
                        group: g
                        start: latest
                        assignment: eager
                        session_timeout: 45s
                        options: {security.protocol: SSL, sasl.password: hush, socket.timeout.ms: 1000}
                      event_time: {field: t.at, format: rfc3339, fallback: dead_letter}
                    """,
                archive: "archive: {root: /a, on_rewind: skip, open_files: 9, "
                    + "epoch: {bytes: 1MiB, records: 10, age: 2s, idle: 500ms}}",
                enrich: "enrich: [{set: {e: \"1\"}}]",
                sanitize: "sanitize: [{remove: {fields: [p]}}, {scan: {for: [email]}}]",
                route: "route: {all: true, rules: [{to: main, when: \"a\"}, {to: discard, when: \"b\"}]}"))
        #expect(loaded.diagnostics.isEmpty)
        let plan = try #require(loaded.plan)
        #expect(plan.name == "t" && plan.file == "t.yaml")
        #expect(plan.source.brokers == "a:1,b:2" && plan.source.topics == ["x", "y.z"] && plan.source.group == "g")
        #expect(plan.source.start == .latest && plan.source.assignment == .eager)
        #expect(plan.source.sessionTimeout == .seconds(45))
        #expect(plan.source.options.map(\.name) == ["security.protocol", "sasl.password", "socket.timeout.ms"])
        #expect(plan.source.options.map { $0.value.reveal() } == ["SSL", "hush", "1000"])
        #expect(plan.source.options[1].position == SourcePosition(line: 10, column: 39))
        #expect(!plan.source.readsKey && !plan.source.readsHeaders)
        #expect(plan.eventTime?.format == .rfc3339 && plan.eventTime?.fallback == .deadLetter)
        #expect(plan.archive.root == "/a" && plan.archive.openFilesMax == 9)
        #expect(
            plan.archive.epoch == EpochLimits(bytes: 1 << 20, records: 10, age: .seconds(2), idle: .milliseconds(500)))
        #expect(
            plan.stages.map(\.label) == ["parse[0].json", "enrich[0].set", "sanitize[0].remove", "sanitize[1].scan"])
        #expect(plan.routeMode == .all && plan.routes.map(\.output) == [0, nil])
        #expect(plan.routes.map(\.label) == ["route[0]", "route[1]"])
        #expect(plan.outputs.map(\.name) == ["main", "dead_letters"] && plan.deadLetters == 1)
    }

    @Test func defaultsHold() throws {
        let plan = try #require(Fakes.load(Fakes.topology()).plan)
        #expect(plan.source.start == .earliest && plan.source.assignment == .cooperativeSticky)
        #expect(plan.source.sessionTimeout == .seconds(20) && plan.source.options.isEmpty)
        #expect(plan.eventTime == nil && plan.archive.onRewind == .skip && plan.archive.openFilesMax == 64)
        #expect(
            plan.archive.epoch
                == EpochLimits(bytes: 256 << 20, records: 1_000_000, age: .seconds(60), idle: .seconds(10)))
    }

    @Test(arguments: [("1GiB", 1 << 30), ("0", 0), ("0B", 0), ("500MB", 500_000_000)] as [(String, Int64)])
    func theLeastFreeSpaceIsASizeOrNothing(_ text: String, _ bytes: Int64) throws {
        let archive = "archive: {root: /a, min_free: \(text)}"
        #expect(try #require(Fakes.load(Fakes.topology(archive: archive)).plan).archive.minFree == bytes)
        #expect(try #require(Fakes.load(Fakes.topology()).plan).archive.minFree == nil)
    }

    @Test func deadLettersHaveTheirDefaultsUnlessWritten() throws {
        let silent = try #require(Fakes.load(Fakes.topology()).plan)
        let plan = try #require(silent.outputs.last?.plan as? FakeOutputPlan)
        #expect(plan.path == "dead_letters" && plan.isForDeadLetters)
        let outputs = "outputs: {main: {archive: {path: p}}, dead_letters: {archive: {path: q, level: 3}}}"
        let written = try #require(Fakes.load(Fakes.topology(outputs: outputs)).plan)
        #expect((written.outputs.last?.plan as? FakeOutputPlan)?.path == "q")
        let partly = "outputs: {dead_letters: {archive: {level: 3}}, main: {archive: {path: p}}}"
        let both = try #require(Fakes.load(Fakes.topology(outputs: partly)).plan)
        #expect(both.outputs.map(\.name) == ["main", "dead_letters"])
        #expect((both.outputs.last?.plan as? FakeOutputPlan)?.path == "dead_letters")
    }

    @Test(arguments: [
        ("kafka.key == 'x'", true, false), ("kafka.headers['a'] == 'x'", false, true),
        ("kafka.offset > 1", false, false),
    ])
    func thePlanSaysWhatTheRecordsMustBring(condition: String, key: Bool, headers: Bool) throws {
        let plan = try #require(Fakes.load(Fakes.topology(route: "route: [{to: main, when: \"\(condition)\"}]")).plan)
        #expect(plan.source.readsKey == key && plan.source.readsHeaders == headers)
    }

    @Test func aMissingFileIsOneError() {
        let loaded = Fakes.loader().load(path: "none.yaml")
        #expect(loaded.plan == nil)
        #expect(
            loaded.report.text()
                == "none.yaml:1:1: error: cannot read the file: no such file or directory\n1 error\n")
    }

    @Test(arguments: ["", "# nothing\n", "- a\n", "5", "a: *b", "\u{1}"])
    func whatIsNoMappingIsAnError(text: String) {
        let loaded = Fakes.load(text)
        #expect(loaded.plan == nil && loaded.report.errorCount >= 1)
    }

    @Test(arguments: ["web-access", "app-requests"])
    func theShippedTopologiesAreSound(name: String) throws {
        let text = try #require(PackageFiles.read("topologies/\(name).yaml"))
        let loaded = Fakes.load(text, environment: ["ARCHIVE_DIR": "/x", "TOPIC": "other"])
        #expect(loaded.report.text() == "")
        let plan = try #require(loaded.plan)
        #expect(plan.name == name && plan.archive.root == "/x" && plan.source.topics == ["other"])
        #expect(plan.source.brokers == "localhost:9092" && plan.source.group == "sluice-\(name)")
    }

    @Test func diskFilesAreRead() throws {
        let path = "\(PackageFiles.root)/topologies/app-requests.yaml"
        let loader = TopologyLoader(registry: Fakes.registry, environment: [:])
        #expect(loader.load(path: path).plan?.archive.root == "./archive")
        #expect(
            loader.load(path: "\(PackageFiles.root)/topologies").diagnostics.first?.message.contains("directory")
                == true)
    }
}
