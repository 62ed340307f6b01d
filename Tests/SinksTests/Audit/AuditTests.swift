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
    /// A way to break a whole root, and what the audit has to say of it: this and nothing else that is wrong.
    struct Damage: Sendable, CustomTestStringConvertible {
        let name: String
        let expected: [AuditFinding.Kind]
        let words: String
        let breaks: @Sendable (RootFixture, [Manifest]) throws -> Void
        var testDescription: String { name }

        init(
            _ name: String, _ expected: [AuditFinding.Kind], _ words: String,
            _ breaks: @escaping @Sendable (RootFixture, [Manifest]) throws -> Void
        ) {
            (self.name, self.expected, self.words, self.breaks) = (name, expected, words, breaks)
        }
    }

    /// Rewrites a manifest; its name stays.
    static func edit(
        _ fixture: RootFixture, _ manifest: Manifest, _ change: (inout Manifest) -> Void
    ) throws {
        var edited = manifest
        change(&edited)
        fixture.disk.overwrite(fixture.path(of: manifest), with: try edited.encoded())
    }

    static func overwrite(
        _ fixture: RootFixture, _ path: String, _ change: (inout [UInt8]) throws -> Void
    ) throws {
        var bytes = try fixture.system.contents(path)
        try change(&bytes)
        fixture.disk.overwrite(path, with: bytes)
    }

    static let damages: [Damage] = [
        Damage("a file is gone", [.fileMissing], "missing") { fixture, manifests in
            try fixture.system.unlink("/archive/" + manifests[1].files[0].path)
        },
        Damage("a byte is flipped", [.fileChecksum], "checksum") { fixture, manifests in
            try overwrite(fixture, "/archive/" + manifests[1].files[1].path) { $0[$0.count / 2] ^= 4 }
        },
        Damage("a file is cut", [.fileSize], "its manifest says") { fixture, manifests in
            try overwrite(fixture, "/archive/" + manifests[1].files[1].path) { $0.removeLast() }
        },
        Damage("a file is longer", [.fileSize], "its manifest says") { fixture, manifests in
            try overwrite(fixture, "/archive/" + manifests[3].files[0].path) { $0.append(0) }
        },
        Damage("a file became a directory", [.fileReplaced], "not a plain file") { fixture, manifests in
            try fixture.system.unlink("/archive/" + manifests[1].files[0].path)
            try fixture.system.createDirectory("/archive/" + manifests[1].files[0].path)
        },
        Damage("a file became a link to its bytes", [.fileReplaced], "not a plain file") { fixture, manifests in
            let path = "/archive/" + manifests[1].files[0].path
            try fixture.system.rename(path, "/moved")
            fixture.disk.plantSymbolicLink(path, to: "/moved")
        },
        Damage("a directory became a link to itself elsewhere", [.fileReplaced, .fileReplaced], "links") {
            fixture, manifests in
            try fixture.system.rename("/archive/web/h=02", "/moved")
            fixture.disk.plantSymbolicLink("/archive/web/h=02", to: "/moved")
        },
        Damage("rows were added to file and manifest alike", [.fileRows], "21 rows, its manifest says 11") {
            fixture, manifests in
            let file = manifests[1].files.first { $0.output == "out1" }
            let path = "/archive/" + (file?.path ?? "")
            let extra = try Frames.frame(Array(repeating: "{}\n", count: 11).joined(), .zstd)
            try overwrite(fixture, path) { $0 += extra }
            let bytes = try fixture.system.contents(path)
            try edit(fixture, manifests[1]) { manifest in
                for index in manifest.files.indices where manifest.files[index].output == "out1" {
                    manifest.files[index].bytes = Int64(bytes.count)
                    manifest.files[index].checksum = "crc64:" + Checksum(of: bytes.span.bytes).hexadecimal
                    manifest.files[index].rows = 11
                }
                manifest.dispositions.rows["out1"] = 11
            }
        },
        Damage("a file that no reader can read is listed as it is", [.fileUnreadable], "frame") { fixture, manifests in
            let bytes = Array("no frame of any kind".utf8)
            fixture.disk.overwrite("/archive/" + manifests[2].files[0].path, with: bytes)
            try edit(fixture, manifests[2]) { manifest in
                manifest.files[0].bytes = Int64(bytes.count)
                manifest.files[0].checksum = "crc64:" + Checksum(of: bytes.span.bytes).hexadecimal
            }
        },
        Damage("the manifest in the middle is gone", [.hole], "offsets 30..30 ") { fixture, manifests in
            try fixture.system.unlink(fixture.path(of: manifests[2]))
        },
        Damage("the first manifest is gone", [.hole], "came to offset 10") { fixture, manifests in
            try fixture.system.unlink(fixture.path(of: manifests[0]))
        },
        Damage("a manifest has another name", [.hole], "offsets 30..30 ") { fixture, manifests in
            try fixture.system.rename(fixture.path(of: manifests[2]), fixture.path(of: manifests[2]) + ".bak")
        },
        Damage("a manifest lies in another partition", [.hole, .manifestMisplaced, .overlap], "") {
            fixture, manifests in
            try fixture.system.rename(
                fixture.path(of: manifests[2]),
                "/archive/_manifests/group/web.access/1/\(ManifestName(manifests[2]))")
        },
        Damage("a manifest is cut", [.manifestUnreadable], "not a manifest") { fixture, manifests in
            try overwrite(fixture, fixture.path(of: manifests[1])) { $0.removeLast(10) }
        },
        Damage("a manifest is empty", [.manifestUnreadable], "not a manifest") { fixture, manifests in
            fixture.disk.overwrite(fixture.path(of: manifests[0]), with: [])
        },
        Damage("a manifest of a later version", [.manifestUnreadable], "newer than this program") {
            fixture, manifests in
            try overwrite(fixture, fixture.path(of: manifests[1])) { bytes in
                let text = String(decoding: bytes, as: UTF8.self)
                bytes = Array(text.replacing("\"version\":1", with: "\"version\":2").utf8)
            }
        },
        Damage("a manifest with a range of its own", [.manifestMisplaced], "another epoch") { fixture, manifests in
            try edit(fixture, manifests[3]) { manifest in
                manifest.last += 1
                manifest.next += 1
                manifest.dispositions.archived += 1
            }
        },
        Damage("a range twice", [.overlap], "offsets 30..30 ") { fixture, manifests in
            var copy = manifests[2]
            var generator = SeededGenerator(seed: 99)
            copy.id = EpochID(using: &generator)
            try fixture.system.create(fixture.path(of: copy), try copy.encoded())
        },
        Damage("a range that reaches into both neighbours", [.overlap, .overlap], "are covered by two epochs") {
            fixture, manifests in
            var copy = manifests[2]
            var generator = SeededGenerator(seed: 99)
            copy.id = EpochID(using: &generator)
            copy.first = 29
            copy.last = 31
            copy.next = 32
            copy.dispositions.archived = 3
            try fixture.system.unlink(fixture.path(of: manifests[2]))
            try fixture.system.create(fixture.path(of: copy), try copy.encoded())
        },
        Damage("counts that do not make up the range", [.manifestInconsistent], "do not make up 20 offsets") {
            fixture, manifests in
            try overwrite(fixture, fixture.path(of: manifests[1])) { bytes in
                let text = String(decoding: bytes, as: UTF8.self)
                bytes = Array(text.replacing("\"archived\":20", with: "\"archived\":19").utf8)
            }
        },
        Damage("an undecided epoch", [.undecided], "nobody knows") { fixture, manifests in
            let directory = "/archive/_aside/group/undecided/\(manifests[1].id)"
            try fixture.system.createDirectory(directory)
            try fixture.system.create(directory + "/manifest.json", try manifests[1].encoded())
        },
    ]

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

    @Test(arguments: damages)
    func eachDamageIsFoundAndNothingElse(_ damage: Damage) throws {
        let fixture = try RootFixture()
        let manifests = try fixture.fill()
        try damage.breaks(fixture, manifests)
        let report = try fixture.audit()
        let wrong = report.findings.filter(\.kind.isWrong)
        #expect(wrong.map(\.kind.rawValue).sorted() == damage.expected.map(\.rawValue).sorted(), "\(wrong)")
        #expect(wrong.allSatisfy { damage.words.isEmpty || $0.message.contains(damage.words) }, "\(wrong)")
        #expect(report.exitCode == 1)
        #expect(report.text().contains("audit: NOT ok"))
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
        try fixture.system.unlink(fixture.path(of: try fixture.epoch(60..<61)))
        var told: [AuditProgress] = []
        var audit = Audit([fixture.root]) { told.append($0) }
        let report = try audit.run()
        let last = try #require(told.last)
        #expect(last.partitions == 2 && last.partitionsDone == 2 && last.manifestsDone == 8)
        #expect(last.bytesRead == report.bytesRead)
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

/// One frame of text.
enum Frames {
    static func frame(_ text: String, _ codec: Codec) throws -> [UInt8] {
        var compressor = try Compressor(codec)
        let bytes = Array(text.utf8)
        var buffer = [UInt8](repeating: 0, count: compressor.bound(for: bytes.count))
        var span = buffer.mutableSpan
        var output = span.mutableBytes
        let size = try compressor.compress(bytes.span.bytes, into: &output)
        return Array(buffer[..<size])
    }
}
