// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform
import Sinks
import SluiceTesting
import Testing

/// Readers and audits see the same archive whether its manifests have rolled up or not.
@Suite struct LedgerReadingTests {
    static let place = TestProcess.partition

    static func listing(_ fixture: RootFixture) throws -> [String] {
        var lines: [String] = []
        let root = try ArchiveRoot.inspect(fixture.path, fileSystem: fixture.disk.process())
        try ArchiveReader(root).forEachManifest { manifest in
            lines += ArchiveListing.lines(manifest, output: nil, json: true)
            return true
        }
        return lines
    }

    @Test func anArchiveReadsTheSame() throws {
        let (plain, rolled) = (try RootFixture(), try RootFixture(ledger: LedgerWorld.policy))
        for fixture in [plain, rolled] {
            _ = try fixture.fill()
            try fixture.jump(to: 5, from: 0, reason: .newIncarnation, incarnation: RootFixture.second)
            for start in stride(from: 5, to: 55, by: 5) as StrideTo<Int64> {
                try fixture.epoch(start..<start + 5, incarnation: RootFixture.second)
            }
            fixture.store.close()
        }
        #expect(rolled.disk.contents().keys.count { $0.hasSuffix(".ndjson") && $0.contains("/ledger/") } == 2)
        let (one, other) = (try plain.audit(), try rolled.audit())
        #expect(one.exitCode == 0 && one.findings == other.findings && one.partitions == other.partitions)
        #expect(try Self.listing(plain) == Self.listing(rolled))
        #expect(try ArchiveReaderTests.cat(plain) == ArchiveReaderTests.cat(rolled))
    }

    @Test func whatRollsUpDuringAnAuditIsNotGone() throws {
        let fixture = try RootFixture()
        _ = try fixture.fill()
        for start in stride(from: 60, to: 160, by: 10) as StrideTo<Int64> { try fixture.epoch(start..<start + 10) }
        fixture.store.close()
        var generator = SeededGenerator(seed: 9)
        let other = try EpochStore.open(
            fixture.root, group: "group", outputs: [], ledger: LedgerWorld.policy, using: &generator)
        var count = 0
        var audit = Audit([try ArchiveRoot.inspect(fixture.path, fileSystem: fixture.disk.process())]) { _ in
            // Once while the manifests are read, again before the directories of data are.
            count += 1
            if count == 2 || count == 13 {
                _ = try? other.rollUp(TopicPartition(topic: "web.access", partition: 0))
            }
        }
        let report = try audit.run()
        #expect(count > 13 && report.exitCode == 0, "\(report.text())")
        #expect(fixture.disk.contents().keys.contains { $0.contains("/0/ledger/") && $0.hasSuffix(".ndjson") })
    }

    /// Epochs in a ledger whose offsets were read again: by whole, by half, or not at all.
    @Test func supersededEpochsInALedgerLeaveNoFiles() throws {
        let world = try LedgerWorld()
        let process = try world.process()
        let jump = Sample.jump(900, 0, 0, slot: process.store.slot)
        try process.store.seal(jump)
        try process.store.publish(jump.id)
        try world.publish(12, by: process)
        let later = Generation.first.following(supersedes: true)
        var again = Sample.jump(901, 20, 20, slot: process.store.slot)
        again.generation = later
        try process.store.seal(again)
        try process.store.publish(again.id)
        #expect(try DiskJudge(world.disk).rolled.map(\.first).contains(20))
        try world.publish(4, from: 20, by: process, generation: later)
        try process.store.publish(try process.sealEpoch(60, 65, generation: later).id)
        let judge = DiskJudge(world.disk)
        let offsets = try judge.offsets
        // The half that was read again is there twice until the other half follows.
        #expect(offsets == (Array(0..<120) + Array(60..<65)).sorted())
        #expect(try judge.strays == [])
        process.store.close()
        var audit = Audit([try ArchiveRoot.inspect("/data/root", fileSystem: world.disk.process())])
        let report = try audit.run()
        #expect(report.exitCode == 0, "\(report.text())")
        #expect(report.findings.map(\.kind) == [.superseding])
        var rows: [Int64] = []
        var rest: [UInt8] = []
        try ArchiveReader(process.store.root).cat(output: nil) { text in
            rest += text
            return true
        }
        rows = String(decoding: rest, as: UTF8.self).split(separator: "\n").compactMap { Int64($0) }
        #expect(rows.sorted() == offsets)
    }

    /// Seals and publishes what supersedes three epochs of the ledger; gives each seal that was done.
    private static func supersede(_ process: TestProcess, whenSealed: (EpochID) -> Void) throws {
        for start in [0, 10, 20] as [Int64] {
            let manifest = try process.sealEpoch(
                start, start + 10, generation: .first.following(supersedes: true))
            whenSealed(manifest.id)
            try process.store.publish(manifest.id)
        }
    }

    @Test(arguments: 0..<4)
    func supersedingSurvivesACrashAtEveryStep(seed: Int) throws {
        let world = try LedgerWorld()
        let first = try world.process()
        try world.publish(12, by: first)
        first.store.close()
        let trial = world.disk.copy().process()
        try Self.supersede(try TestProcess(trial, seed: 40, ledger: LedgerWorld.policy)) { _ in }
        for nth in stride(from: 10 + seed, through: trial.effects, by: 4) {
            let disk = world.disk.copy()
            let system = disk.process(dyingAfter: nth)
            var sealed: Set<EpochID> = []
            do {
                try Self.supersede(try TestProcess(system, seed: 40, ledger: LedgerWorld.policy)) { sealed.insert($0) }
            } catch {
                #expect(system.isDead, "effect \(nth): \(error)")
            }
            system.kill()
            if seed > 1 { disk.cutPower(seed: UInt64(nth)) }
            let process = try TestProcess(disk.process(), seed: 41, ledger: LedgerWorld.policy)
            try process.store.removeLeftovers()
            for epoch in try process.store.sealedEpochs().epochs {
                // What was sealed has been committed.
                _ = try process.store.settle(epoch, sealed.contains(epoch.manifest.id) ? .rollForward : .rollBack)
            }
            _ = try process.store.coverage(of: Self.place)
            let judge = DiskJudge(disk)
            #expect(try judge.offsets == Array(0..<120), "effect \(nth), seed \(seed)")
            #expect(try judge.strays == [], "effect \(nth), seed \(seed)")
        }
    }
}
