// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform
import Sinks
import SluiceTesting
import Testing

@Suite struct AuditRootsTests {
    /// Two roots of one group whose epochs name each other's slots, as commits pass from one to the other.
    struct Pair {
        let one: RootFixture
        let two: RootFixture

        init() throws {
            one = try RootFixture("/one", seed: 1)
            two = try RootFixture("/two", on: one.disk, seed: 2)
            try one.jump(to: 0)
            try one.epoch(0..<10)
            two.predecessorSlot = one.store.slot
            try two.epoch(10..<20)
            one.predecessorSlot = two.store.slot
            try one.epoch(20..<30)
        }

        func audit(_ paths: [String], demandsAll: Bool = false) throws -> AuditReport {
            var options = AuditOptions()
            options.demandsAll = demandsAll
            let roots = try paths.map { try ArchiveRoot.inspect($0, fileSystem: one.disk.process()) }
            var audit = Audit(roots, options: options)
            return try audit.run()
        }
    }

    @Test(arguments: [("/one", "offsets 10..19 lie in a root"), ("/two", "before offset 10 is in another root")])
    func whatThePredecessorsRootHasIsElsewhere(path: String, words: String) throws {
        let pair = try Pair()
        let report = try pair.audit([path])
        #expect(report.exitCode == 0 && !report.findings.contains { $0.kind == .hole }, "\(report.text())")
        let elsewhere = report.findings.filter { $0.kind == .elsewhere }
        #expect(elsewhere.count == 1 && elsewhere[0].message.contains(words))
        #expect(report.text().contains("note: elsewhere: "))
    }

    @Test(arguments: ["/one", "/two"])
    func whereAllRootsAreDemandedItIsAnError(path: String) throws {
        let report = try Pair().audit([path], demandsAll: true)
        #expect(report.exitCode == 1 && report.wrong == 1, "\(report.text())")
        #expect(report.text().contains("error: elsewhere: ") && report.json().contains("\"verdict\":\"not_ok\""))
    }

    @Test func nothingIsElsewhereWhereBothAreGiven() throws {
        let report = try Pair().audit(["/two", "/one"], demandsAll: true)
        #expect(report.exitCode == 0 && report.partitions.map(\.records) == [30], "\(report.text())")
    }

    @Test func aHoleWhosePredecessorIsInAGivenRootIsAHole() throws {
        let pair = try Pair()
        let lost = try pair.two.epoch(30..<40)
        pair.one.predecessorSlot = pair.two.store.slot
        try pair.one.epoch(40..<50)
        try pair.two.system.unlink(pair.two.path(of: lost))
        let both = try pair.audit(["/one", "/two"])
        #expect(both.findings.contains { $0.kind == .hole && $0.message.contains("offsets 30..39 ") })
        // From the first root alone nobody can tell.
        #expect(try pair.audit(["/one"]).exitCode == 0)
        // One that follows an epoch of its own root is a hole wherever one looks from.
        pair.one.predecessorSlot = pair.one.store.slot
        try pair.one.epoch(60..<61)
        #expect(try pair.audit(["/one"]).findings.contains { $0.kind == .hole && $0.message.contains("50..59") })
    }

    @Test func aRootThatIsGivenTwiceCountsOnce() throws {
        let pair = try Pair()
        pair.one.disk.plantSymbolicLink("/link", to: "/one")
        let report = try pair.audit(["/one", "/two", "/one/", "/link"])
        #expect(report.exitCode == 0 && report.roots == ["/one", "/two"], "\(report.text())")
        #expect(report.partitions.map(\.records) == [30] && report.partitions[0].epochs == 3)
        let repeated = report.findings.filter { $0.kind == .repeatedRoot }
        #expect(repeated.map(\.place) == ["/one", "/link"])
        #expect(repeated.allSatisfy { $0.message.contains("the same as /one, root \(pair.one.root.id)") })
    }

    @Test func aCopyOfARootIsNotASecondOne() throws {
        let pair = try Pair()
        try pair.one.system.createDirectory("/copy")
        try pair.one.system.create("/copy/store.json", try pair.one.system.contents("/one/store.json"))
        let report = try pair.audit(["/one", "/two", "/copy"])
        let repeated = report.findings.filter { $0.kind == .repeatedRoot }
        #expect(report.exitCode == 0 && repeated.count == 1)
        #expect(repeated.first?.message.contains("a copy of /one") == true)
    }

    /// What is broken in an epoch that was sealed at 5000, and whether an audit since a time finds it.
    struct Since: Sendable {
        let sinceMs: Int64?
        let expected: [AuditFinding.Kind]
        let unread: Int64
    }

    @Test(arguments: [
        Since(sinceMs: nil, expected: [.fileChecksum, .fileMissing, .fileSize], unread: 0),
        Since(sinceMs: 5000, expected: [.fileChecksum, .fileMissing, .fileSize], unread: 5),
        Since(sinceMs: 5001, expected: [.fileMissing, .fileSize], unread: 10),
    ])
    func contentsAreReadSinceATime(_ since: Since) throws {
        let fixture = try RootFixture()
        try fixture.jump(to: 0)
        try fixture.epoch(0..<20)
        fixture.sealedMs = 5000
        let files = try fixture.epoch(20..<40).files
        fixture.store.close()
        #expect(files.count == 5)
        var bytes = try fixture.system.contents("/archive/" + files[0].path)
        bytes[bytes.count / 2] ^= 1
        fixture.disk.overwrite("/archive/" + files[0].path, with: bytes)
        fixture.disk.overwrite("/archive/" + files[1].path, with: [1])
        try fixture.system.unlink("/archive/" + files[2].path)
        var options = AuditOptions()
        options.sinceMs = since.sinceMs
        let report = try fixture.audit(options: options)
        #expect(report.findings.map(\.kind.rawValue).sorted() == since.expected.map(\.rawValue), "\(report.text())")
        #expect(report.unreadFiles == since.unread)
        #expect(report.partitions.map(\.next) == [40])
    }

    @Test func anAuditSaysWhatItHasNotRead() throws {
        let fixture = try RootFixture()
        _ = try fixture.fill()
        fixture.store.close()
        var options = AuditOptions()
        options.sinceMs = 1
        let report = try fixture.audit(options: options)
        #expect(report.exitCode == 0 && report.bytesRead == 0)
        #expect(report.verdict.hasSuffix("is accounted for (contents of 27 older files not read)"))
        // Coverage is judged all the same.
        try fixture.system.unlink(fixture.path(of: try fixture.fill()[1]))
        #expect(try fixture.audit(options: options).findings.contains { $0.kind == .overlap })
    }
}
