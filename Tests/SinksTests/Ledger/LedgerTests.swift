// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform
import Sinks
import SluiceTesting
import Testing

@Suite struct LedgerTests {
    static let place = TestProcess.partition

    @Test func oldManifestsRollUpAsMoreArePublished() throws {
        let world = try LedgerWorld()
        let process = try world.process()
        try world.publish(6, by: process)
        #expect(world.segments.isEmpty)
        try world.publish(24, from: 60, by: process)
        #expect(process.store.ledgerFailure == nil)
        #expect(world.segments.count == 5)
        let judge = DiskJudge(world.disk)
        #expect(try judge.rolled.map(\.first) == Array(stride(from: 0, to: 250, by: 10)))
        #expect(try judge.singles.map(\.first) == Array(stride(from: 250, to: 300, by: 10)))
        #expect(try judge.strays == [] && judge.garbage == [])
        #expect(try process.store.coverage(of: Self.place) == world.expected)
        #expect(try world.process().store.coverage(of: Self.place) == world.expected)
    }

    @Test(arguments: [1, 2, 3, 7])
    func segmentsAreBounded(manifestsPerSegment: Int) throws {
        let world = try LedgerWorld()
        var policy = LedgerWorld.policy
        let process = try world.process(LedgerWorld.never)
        try world.publish(9, by: process)
        process.store.close()
        // The manifest that is over the limit is the last one.
        let size = try DiskJudge(world.disk).singles[0].encoded().count
        policy.bytes = (manifestsPerSegment - 1) * size + size / 2
        policy.manifests = 100
        let other = try world.process(policy)
        #expect(try other.store.rollUp(Self.place) == manifestsPerSegment)
        #expect(try DiskJudge(world.disk).rolled.count == manifestsPerSegment)
        #expect(try other.store.coverage(of: Self.place) == world.expected)
    }

    @Test func livesAndGenerationsKeepTheirOwnCoverage() throws {
        let world = try LedgerWorld()
        let process = try world.process(LedgerWorld.never)
        let second = Sample.incarnation(2)
        let jump = Sample.jump(900, 0, 40, incarnation: second, slot: process.store.slot)
        try process.store.seal(jump)
        try process.store.publish(jump.id)
        world.note(jump)
        try world.publish(4, by: process)
        try world.publish(3, from: 40, by: process, incarnation: second)
        try world.publish(
            2, from: 50, by: process, incarnation: second, generation: .first.following(supersedes: false))
        process.store.close()
        let other = try world.process()
        for _ in 0..<3 { try other.store.rollUp(Self.place) }
        #expect(try DiskJudge(world.disk).singles.count == 2)
        let found = try world.process().store.coverage(of: Self.place)
        #expect(found == world.expected)
        #expect(found.incarnations[second]?.generations.count == 2)
        #expect(found.incarnations[second]?.lastRecord == Sample.record(69))
    }

    @Test func eachSegmentIsReadOnceAndOnlyAtItsEnd() throws {
        let world = try LedgerWorld()
        let process = try world.process()
        try world.publish(40, by: process)
        process.store.close()
        let system = world.disk.process()
        let reader = try world.process(on: system)
        func reads() -> Int { system.calls.count { $0.operation == .openFile && $0.path.contains("/ledger/") } }
        _ = try reader.store.coverage(of: Self.place)
        #expect(reads() == 2 * world.segments.count)
        _ = try reader.store.coverage(of: Self.place)
        #expect(reads() == 2 * world.segments.count)
        #expect(try reader.store.coverage(of: Self.place) == world.expected)
    }

    @Test func anEpochInTheLedgerIsKnownAsPublished() throws {
        let world = try LedgerWorld()
        let process = try world.process()
        try world.publish(12, by: process)
        // It is found once more in its slot, as after a crash before its pending names went.
        for (manifest, isRolled) in [(world.published[1], true), (world.published[11], false)] {
            let name = "\(ManifestName(manifest))"
            let isSingle = try process.system.status(world.directory + "/" + name) != nil
            #expect(isSingle != isRolled)
            let directory = "/data/root/_pending/g/0/\(manifest.id)"
            try process.system.createDirectory(directory)
            try process.system.create(directory + "/manifest.json", try manifest.encoded())
        }
        let decisions = try process.settle(nil)
        #expect(decisions.map(\.verdict) == [.unlinkPending, .unlinkPending])
        #expect(try process.store.coverage(of: Self.place) == world.expected)
        #expect(DiskJudge(world.disk).garbage == [])
        // Another epoch of the same offsets is not.
        let stranger = try process.sealEpoch(10, 20)
        let epoch = try #require(
            try world.process().store.sealedEpochs().epochs.first { $0.manifest.id == stranger.id })
        #expect(
            try !process.store.facts(of: epoch, committed: nil, isOwner: true, isOnlyRoot: true).isPublished)
    }

    @Test func aRootWithALedgerIsOneThatOlderProgramsRefuse() throws {
        let world = try LedgerWorld()
        let process = try world.process()
        try world.publish(3, by: process)
        func header() throws -> String {
            String(decoding: try process.system.contents("/data/root/store.json"), as: UTF8.self)
        }
        let id = process.store.root.id
        #expect(try header() == "{\"format\":\"sluice-archive\",\"id\":\"\(id)\",\"version\":1}\n")
        try world.publish(9, from: 30, by: process)
        #expect(try header() == "{\"format\":\"sluice-archive\",\"id\":\"\(id)\",\"version\":2}\n")
        try process.store.root.checkIdentity()
        #expect(try world.process().store.root.id == id)
    }

    @Test(arguments: [FileOperation.createFile, .write, .synchronize, .rename, .synchronizeDirectory, .lock])
    func whatCannotRollUpNowDoesLater(operation: FileOperation) throws {
        let world = try LedgerWorld()
        let system = world.disk.process()
        let process = try world.process(on: system)
        system.inject(MemoryFault(operation, path: "/ledger", times: 100, code: 28))
        try world.publish(10, by: process)
        #expect(process.store.ledgerFailure?.code == .file)
        #expect(try process.store.coverage(of: Self.place) == world.expected)
        system.heal()
        try world.publish(10, from: 100, by: process)
        #expect(process.store.ledgerFailure == nil && world.segments.count >= 2)
        #expect(try process.store.coverage(of: Self.place) == world.expected)
        #expect(DiskJudge(world.disk).garbage == [])
    }

    @Test func aManifestThatIsNoLineStaysAsItIs() throws {
        let world = try LedgerWorld()
        let process = try world.process(LedgerWorld.never)
        try world.publish(8, by: process)
        let path = "\(world.directory)/\(ManifestName(world.published[1]))"
        let bytes = try process.system.contents(path)
        world.disk.overwrite(path, with: Array(bytes.dropLast()))
        #expect(try world.process().store.rollUp(Self.place) == 4)
        #expect(try process.system.status(path) != nil)
        #expect(try DiskJudge(world.disk).rolled.map(\.first) == [0, 20, 30, 40])
        world.disk.overwrite(path, with: bytes)
        #expect(try process.store.coverage(of: Self.place) == world.expected)
    }
}
