// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform
import Sinks
import SluiceTesting
import Testing

/// Whatever happens while manifests roll up, each counts once.
@Suite struct LedgerCrashTests {
    static let place = TestProcess.partition

    /// The world after nine epochs, and which effects of a process roll them up.
    static func nine() throws -> (LedgerWorld, effects: ClosedRange<Int>) {
        let world = try LedgerWorld()
        let process = try world.process(LedgerWorld.never)
        try world.publish(9, by: process)
        process.store.close()
        let system = world.disk.copy().process()
        let other = try TestProcess(system, ledger: LedgerWorld.policy)
        let before = system.effects
        #expect(try other.store.rollUp(place) == 5)
        return (world, before + 1...system.effects)
    }

    static func check(_ disk: MemoryDisk, _ world: LedgerWorld, _ what: String) throws {
        let process = try TestProcess(disk.process(), seed: 77, ledger: LedgerWorld.policy)
        defer { process.store.close() }
        #expect(try process.store.coverage(of: place) == world.expected, "\(what)")
        let judge = DiskJudge(disk)
        #expect(try Set(judge.manifests.map(\.id)) == Set(world.published.map(\.id)), "\(what)")
        // What was begun is done now, and no draft stays.
        while try process.store.rollUp(place) > 0 {}
        #expect(try DiskJudge(disk).singles.count == 2, "\(what)")
        #expect(try process.store.coverage(of: place) == world.expected, "\(what)")
        #expect(DiskJudge(disk).garbage == [], "\(what)")
        var audit = Audit([try ArchiveRoot.inspect("/data/root", fileSystem: disk.process())])
        // The chain begins without a jump.
        let wrong = try audit.run().findings.filter(\.kind.isWrong).map(\.kind)
        #expect(wrong == [.hole], "\(what): \(wrong)")
    }

    @Test(arguments: 0..<8)
    func aCrashAfterAnyEffectLosesAndDoublesNothing(seed: Int) throws {
        let (world, effects) = try Self.nine()
        #expect(effects.count > 12)
        for nth in effects {
            let disk = world.disk.copy()
            let system = disk.process(dyingAfter: nth)
            let process = try TestProcess(system, ledger: LedgerWorld.policy)
            do throws(StoreError) {
                try process.store.rollUp(Self.place)
            } catch {
                #expect(system.isDead, "effect \(nth): \(error)")
            }
            system.kill()
            if seed > 0 { disk.cutPower(seed: UInt64(seed * 1000 + nth)) }
            try Self.check(disk, world, "\(seed > 0 ? "power cut" : "crash") after effect \(nth), seed \(seed)")
        }
    }

    /// Another process does the same, from its beginning to its end, before any step of the first one.
    @Test(arguments: [true, false])
    func twoProcessesAtOnceAreHarmless(hasLocks: Bool) throws {
        let (world, _) = try Self.nine()
        for step in 1..<80 {
            let disk = world.disk.copy()
            let other = try TestProcess(disk.process(), seed: 60, ledger: LedgerWorld.policy)
            let isArmed = Locked(false)
            let system = InterruptedFileSystem(disk.process(), hasLocks: hasLocks, isArmed: isArmed, before: step) {
                // Without a lock that holds it back it does everything; it may find files going.
                _ = try? other.store.rollUp(Self.place)
                _ = try? other.store.coverage(of: Self.place)
            }
            let process = try TestProcess(system, seed: 61, ledger: LedgerWorld.policy)
            isArmed.withLock { $0 = true }
            _ = try? process.store.rollUp(Self.place)
            #expect(try process.store.coverage(of: Self.place) == world.expected, "before step \(step)")
            process.store.close()
            other.store.close()
            try Self.check(disk, world, "before step \(step)")
        }
    }

    /// While a process reads what is covered, another one rolls it up.
    @Test func whoReadsMeanwhileMissesNothing() throws {
        let (world, _) = try Self.nine()
        for step in 1..<40 {
            let disk = world.disk.copy()
            let other = try TestProcess(disk.process(), seed: 60, ledger: LedgerWorld.policy)
            let isArmed = Locked(false)
            let system = InterruptedFileSystem(disk.process(), hasLocks: true, isArmed: isArmed, before: step) {
                _ = try? other.store.rollUp(Self.place)
            }
            let process = try TestProcess(system, seed: 61, ledger: LedgerWorld.policy)
            isArmed.withLock { $0 = true }
            #expect(try process.store.coverage(of: Self.place) == world.expected, "before step \(step)")
            isArmed.withLock { $0 = false }
            var ids: [EpochID] = []
            let reading = InterruptedFileSystem(disk.process(), hasLocks: true, isArmed: Locked(true), before: step) {
                _ = try? other.store.rollUp(Self.place)
            }
            let root = try ArchiveRoot.inspect("/data/root", fileSystem: reading)
            try ArchiveReader(root).forEachManifest { manifest in
                ids.append(manifest.id)
                return true
            }
            #expect(ids == world.published.map(\.id), "before step \(step)")
        }
    }

    /// Publications, roll-ups, deaths and power cuts in any order: the coverage is what it is without a ledger.
    @Test(arguments: 0..<60)
    func theCoverageIsTheSameAsWithoutLedger(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let world = try LedgerWorld()
        var policy = LedgerPolicy()
        (policy.manifests, policy.kept, policy.spread) = (1 + random.below(6), random.below(4), 0)
        var position: [Int64] = [0, 0]
        var history: [String] = []
        for _ in 0..<12 {
            let deadly = 40 + random.below(400)
            let system = world.disk.process(dyingAfter: deadly)
            history.append("dies after \(deadly)")
            do {
                let process = try world.process(policy, on: system)
                // What an earlier process had sealed was committed.
                for epoch in try process.store.sealedEpochs().epochs {
                    _ = try process.store.settle(epoch, .rollForward)
                }
                while !system.isDead {
                    let life = random.below(4) == 0 ? 1 : 0
                    let generation: Generation = random.below(6) == 0 ? .first.following(supersedes: false) : .first
                    let length = Int64(1 + random.below(9))
                    let manifest = try process.writeEpoch(
                        position[life], position[life] + length, incarnation: Sample.incarnation(life + 1),
                        generation: generation)
                    world.note(manifest)
                    try process.store.seal(manifest)
                    position[life] += length + Int64(random.below(2))
                    try process.store.publish(manifest.id)
                    if random.below(8) == 0 { try process.store.rollUp(Self.place) }
                    if random.below(8) == 0 { _ = try process.store.coverage(of: Self.place) }
                }
            } catch {
                #expect(system.isDead, "seed \(seed): \(error)")
            }
            system.kill()
            if random.below(2) == 0 {
                world.disk.cutPower(seed: random.next())
                history.append("power cut")
            }
            world.forgetLost()
            let process = try world.process(policy)
            for epoch in try process.store.sealedEpochs().epochs {
                _ = try process.store.settle(epoch, .rollForward)
            }
            #expect(try process.store.coverage(of: Self.place) == world.expected, "seed \(seed): \(history)")
            #expect(try process.store.coverage(of: Self.place) == world.expected, "seed \(seed), again")
            process.store.close()
        }
        let last = try world.process(policy)
        try last.store.removeLeftovers()
        while try last.store.rollUp(Self.place) > 0 {}
        let judge = DiskJudge(world.disk)
        #expect(try Set(judge.manifests.map(\.id)) == Set(world.published.map(\.id)), "seed \(seed)")
        #expect(try judge.singles.count <= policy.kept && judge.garbage == [], "seed \(seed)")
    }
}
