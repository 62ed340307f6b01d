// Sluice
// SPDX-License-Identifier: Apache-2.0

import Compression
import FoundationEssentials
import KafkaClient
import Platform
import Sinks
import SluiceTesting
import Testing

@Suite struct AuditTests {
    @Test(arguments: [Codec.zstd, .gzip, .none])
    func aWholeRootIsAccountedFor(codec: Codec) throws {
        let fixture = try RootFixture(codec: codec)
        _ = try fixture.fill()
        let report = try fixture.audit()
        #expect(report.findings.filter(\.kind.isWrong) == [])
        #expect(report.isComplete && report.exitCode == 0)
        #expect(report.partitions.map(\.records) == [50, 60])
        #expect(report.partitions.map(\.next) == [60, 60])
        #expect(report.partitions[0].gapOffsets == ["before_start": 10])
        #expect(report.partitions[0].rows == ["out0": 25, "out1": 25])
        #expect(
            report.verdict == "audit: ok: 2 partitions, 6 epochs, 27 files, 110 records: every offset is accounted for")
        #expect(report.bytesRead > 0)
    }

    @Test func whatIsOnTheWayIsToldAndNotWrong() throws {
        let fixture = try RootFixture()
        _ = try fixture.fill()
        // Sealed and committed by a process that died before publishing; another one went on.
        try fixture.epoch(60..<70, isPublished: false)
        try fixture.epoch(70..<80)
        // Being written.
        _ = try fixture.store.beginEpoch(EpochID(using: &fixture.generator))
        let rolled = "/archive/_aside/group/rolled/\(EpochID(using: &fixture.generator))"
        try fixture.system.createDirectory(rolled)
        let report = try fixture.audit()
        #expect(report.exitCode == 0, "\(report.text())")
        #expect(
            Set(report.findings.map(\.kind)) == [.pending, .unsealed, .rolledBack, .liveSlots])
        #expect(report.findings.contains { $0.message == "offsets 60..69 are sealed and not published yet" })
        fixture.store.close()
        #expect(try !fixture.audit().findings.contains { $0.kind == .liveSlots })
    }

    @Test func eachIncarnationIsAChainOfItsOwn() throws {
        let fixture = try RootFixture()
        _ = try fixture.fill()
        try fixture.jump(to: 5, from: 0, reason: .newIncarnation, incarnation: RootFixture.second)
        try fixture.epoch(5..<25, incarnation: RootFixture.second)
        let report = try fixture.audit()
        #expect(report.exitCode == 0, "\(report.text())")
        #expect(report.partitions.map(\.next) == [60, 25, 60])
        #expect(report.partitions.map(\.isNewest) == [false, true, true])
    }

    @Test func filesWinOverGaps() throws {
        let fixture = try RootFixture()
        _ = try fixture.fill()
        // The operator rewound to 20: what is published is skipped, and the jump says so.
        try fixture.jump(to: 60, from: 20, reason: .published)
        try fixture.epoch(60..<65)
        let report = try fixture.audit()
        #expect(report.exitCode == 0, "\(report.text())")
        #expect(report.partitions[0].gapOffsets == ["before_start": 10])
    }

    /// The operator moved the group forth and back again: what was skipped is read in an epoch that passes over what
    /// was published behind it.
    @Test(arguments: [false, true])
    func whatAnEpochPassesOverIsCoveredByAnother(isThere: Bool) throws {
        let fixture = try RootFixture()
        _ = try fixture.fill()
        try fixture.jump(to: 70, from: 60, reason: .skippedByOperator)
        let ahead = try fixture.epoch(70..<90)
        try fixture.jump(to: 60)
        try fixture.epoch(60..<95, passingOver: 70..<90)
        if !isThere { try fixture.system.unlink(fixture.path(of: ahead)) }
        let report = try fixture.audit()
        let coverage = report.findings.filter { [.overlap, .hole].contains($0.kind) }
        #expect(coverage.map(\.message) == (isThere ? [] : ["offsets 70..89 are covered by no epoch"]))
        #expect(report.exitCode == (isThere ? 0 : 1), "\(report.text())")
    }

    struct Position: Sendable {
        let committed: Int64?
        let logEnd: Int64?
        let expected: Set<AuditFinding.Kind>
    }

    @Test(arguments: [
        Position(committed: 60, logEnd: 60, expected: []), Position(committed: 60, logEnd: 75, expected: [.lag]),
        Position(committed: 62, logEnd: 62, expected: [.lag]),
        Position(committed: 61, logEnd: 62, expected: [.lag, .committedPosition]),
        Position(committed: 30, logEnd: 60, expected: [.committedPosition]),
        Position(committed: nil, logEnd: 60, expected: []), Position(committed: 60, logEnd: nil, expected: []),
    ])
    func thePositionIsASealedEndOrTheEndOfTheLog(_ position: Position) throws {
        let fixture = try RootFixture()
        _ = try fixture.fill()
        fixture.store.close()
        let facts = BrokerFacts(
            group: "group",
            partitions: [
                TopicPartition(topic: "web.access", partition: 0): .init(
                    committed: position.committed, logEnd: position.logEnd)
            ], roots: [fixture.root.id])
        let report = try fixture.audit(brokers: [facts])
        #expect(Set(report.findings.map(\.kind)) == position.expected, "\(report.text())")
        #expect(report.partitions[0].committed == position.committed)
    }

    @Test func aPositionWithoutAnythingPublishedIsWrong() throws {
        let fixture = try RootFixture()
        _ = try fixture.fill()
        let partitions = [(7, 5, 9), (8, 9, 9)].map { (Int32($0.0), Int64($0.1), Int64($0.2)) }
        let facts = BrokerFacts(
            group: "group",
            partitions: Dictionary(
                uniqueKeysWithValues: partitions.map {
                    (TopicPartition(topic: "web.access", partition: $0.0), .init(committed: $0.1, logEnd: $0.2))
                }), roots: [fixture.root.id])
        let wrong = try fixture.audit(brokers: [facts]).findings.filter(\.kind.isWrong)
        #expect(wrong.map(\.place) == ["web.access/7"])
        #expect(wrong.map(\.kind) == [.committedPosition])
    }

    @Test func whatLiesInAnotherRootIsElsewhereUntilThatRootIsGiven() throws {
        let one = try RootFixture("/one", seed: 1)
        let two = try RootFixture("/two", on: one.disk, seed: 2)
        try one.jump(to: 0)
        try one.epoch(0..<10)
        try two.epoch(10..<20)
        try one.epoch(20..<30)
        let facts = BrokerFacts(
            group: "group",
            partitions: [TopicPartition(topic: "web.access", partition: 0): .init(committed: 30, logEnd: 30)],
            roots: [one.root.id, two.root.id])
        for (path, words) in [("/one", "offsets 10..19 lie in a root"), ("/two", "before offset 10 is in another")] {
            var audit = Audit([try ArchiveRoot.inspect(path, fileSystem: one.disk.process())], brokers: [facts])
            let report = try audit.run()
            #expect(report.exitCode == 0, "\(report.text())")
            #expect(report.findings.contains { $0.kind == .elsewhere && $0.message.contains(words) })
        }
        // Without brokers nobody knows of the other root.
        var alone = Audit([try ArchiveRoot.inspect("/one", fileSystem: one.disk.process())])
        #expect(try alone.run().exitCode == 1)
        var both = Audit(try ["/one", "/two"].map { try ArchiveRoot.inspect($0, fileSystem: one.disk.process()) })
        let report = try both.run()
        #expect(report.exitCode == 0 && report.partitions.map(\.records) == [30], "\(report.text())")
    }

    @Test func reportsAreJSONAndProgressIsTold() throws {
        let fixture = try RootFixture()
        _ = try fixture.fill()
        let last = try fixture.epoch(60..<61)
        try fixture.system.unlink(fixture.path(of: last))
        try fixture.system.unlink("/archive/" + last.files[0].path)
        var told: [AuditProgress] = []
        var audit = Audit([fixture.root]) { told.append($0) }
        let report = try audit.run()
        let end = try #require(told.last)
        #expect(end.partitions == 2 && end.partitionsDone == 2 && end.manifestsDone == 8)
        #expect(end.bytesRead == report.bytesRead)
        struct Shape: Decodable {
            struct Partition: Decodable {
                let topic: String
                let records: Int64
                let gap_offsets: [String: Int64]
            }
            let verdict: String
            let partitions: [Partition]
            let findings: [[String: String]]
        }
        let shape = try JSONDecoder().decode(Shape.self, from: Data(report.json().utf8))
        #expect(shape.verdict == "ok" && shape.partitions.count == 2 && shape.partitions[0].records == 50)
        #expect(report.text().split(separator: "\n").count == 2 + report.findings.count + 1)
    }

    @Test func anUnreadableDirectoryIsAnErrorAndNotAVerdict() throws {
        let fixture = try RootFixture()
        _ = try fixture.fill()
        fixture.system.inject(MemoryFault(.list, path: "_manifests/group/web.access/1", code: 13))
        var audit = Audit([fixture.root])
        #expect(throws: ArchiveReadError.self) { _ = try audit.run() }
    }
}
