// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Platform
import Sinks
import SluiceTesting
import Testing

struct OperatorSettlingTests {
    private let disk = MemoryDisk()
    private let root = TestProcess.rootPath

    init() throws {
        let system = disk.process()
        try system.createDirectory("/data")
        try system.synchronizeDirectory("/")
    }

    private func settling(_ system: (any FileSystem)? = nil, on disk: MemoryDisk? = nil) throws -> OperatorSettling {
        let files = system ?? (disk ?? self.disk).process()
        return OperatorSettling(try ArchiveRoot.inspect(root, fileSystem: files))
    }

    /// Seals an epoch and loses its process.
    private func sealed(_ first: Int64, _ next: Int64, seed: UInt64 = 1) throws -> Manifest {
        let system = disk.process()
        let manifest = try TestProcess(system, seed: seed).sealEpoch(first, next)
        system.kill()
        return manifest
    }

    /// The same, and another process sets it aside, undecided.
    private func undecided(_ first: Int64, _ next: Int64, seed: UInt64 = 1) throws -> Manifest {
        let manifest = try sealed(first, next, seed: seed)
        let system = disk.process()
        let process = try TestProcess(system, seed: seed + 100)
        #expect(try process.settle(CommittedPosition(offset: next, metadata: "")).map(\.rule) == [.unproven])
        system.kill()
        return manifest
    }

    private func publish(_ ranges: (Int64, Int64)..., seed: UInt64 = 50) throws {
        let system = disk.process()
        let process = try TestProcess(system, seed: seed)
        for (first, next) in ranges { try process.store.publish(process.sealEpoch(first, next).id) }
        system.kill()
    }

    @Test func whatWaitsIsListedWithItsReasonAndNothingChanges() throws {
        let aside = try undecided(0, 10)
        let lost = try sealed(10, 14, seed: 2)
        let before = disk.contents()
        let epochs = try settling().list()
        #expect(epochs.map(\.id) == [aside.id, lost.id])
        #expect(epochs.map(\.manifest) == [aside, lost])
        #expect(epochs[0].place == .aside && epochs[1].place == .slot("0", isHeld: false))
        #expect(
            UnsettledListing.text(epochs[0]).contains("t/0  \(Sample.incarnation(1))  0..9  10 rows  nothing proves"))
        #expect(UnsettledListing.json(epochs[1]).contains("\"first\":10,"))
        #expect(UnsettledListing.json(epochs[1]).contains("\"place\":\"slot 0\""))
        #expect(disk.contents() == before)
        let live = try TestProcess(disk.process(), seed: 3)
        #expect(try settling().list()[1].place == .slot("0", isHeld: true))
        live.store.close()
    }

    @Test(arguments: [true, false]) func aKeptEpochIsPublishedFromAsideAndFromASlot(isAside: Bool) throws {
        let epoch = isAside ? try undecided(0, 10) : try sealed(0, 10)
        #expect(try settling().carryOut(.keep, on: epoch.id) == .published)
        #expect(try DiskJudge(disk).offsets == Array(0..<10))
        #expect(try DiskJudge(disk).manifests == [epoch])
        #expect(DiskJudge(disk).garbage == [])
        #expect(disk.contents()[root + "/_complete/even.json"] != nil)
        let error = #expect(throws: StoreError.self) { try settling().carryOut(.keep, on: epoch.id) }
        #expect(error?.code == .unknownEpoch)
        // A process goes on behind it.
        let coverage = try TestProcess(disk.process(), seed: 9).store.coverage(of: TestProcess.partition)
        #expect(coverage.incarnations[Sample.incarnation(1)]?.end == 10)
    }

    @Test(arguments: [true, false]) func aDroppedEpochLeavesNothing(isAside: Bool) throws {
        let epoch = isAside ? try undecided(0, 10) : try sealed(0, 10)
        #expect(try settling().carryOut(.drop, on: epoch.id) == .dropped)
        #expect(DiskJudge(disk).garbage == [])
        #expect(try DiskJudge(disk).offsets.isEmpty)
        #expect(try settling().list().isEmpty)
    }

    @Test(arguments: [(0, 9), (5, 6), (8, 20), (9, 10)] as [(Int64, Int64)])
    func anEpochThatWouldDoubleRowsIsNotKept(_ first: Int64, _ next: Int64) throws {
        let epoch = try undecided(0, 10)
        try publish((first, next))
        let before = disk.contents()
        let error = #expect(throws: StoreError.self) { try settling().carryOut(.keep, on: epoch.id) }
        #expect(error?.code == .refused)
        #expect(error?.message.contains("\(first)..\(min(next, 10) - 1)") == true, "\(error?.message ?? "")")
        #expect(before.keys.allSatisfy { disk.contents().keys.contains($0) })
        #expect(try DiskJudge(disk).offsets == Array(first..<next))
        #expect(try settling().carryOut(.drop, on: epoch.id) == .dropped)
        #expect(try DiskJudge(disk).offsets == Array(first..<next))
    }

    @Test func anUndecidedEpochGoesWhenItWasReadAgain() throws {
        let epoch = try undecided(5, 10)
        try publish((0, 8))
        #expect(try settling().list().map(\.id) == [epoch.id], "two of its offsets are nowhere else")
        try publish((8, 20), seed: 51)
        #expect(try settling().list().isEmpty)
        #expect(DiskJudge(disk).garbage == [])
        #expect(try DiskJudge(disk).offsets == Array(0..<20))
    }

    @Test func anUndecidedEpochWhoseRemovalWasCutOffGoes() throws {
        let epoch = try undecided(0, 10)
        let manifest = try #require(
            disk.contents().keys.first { $0.contains("/\(epoch.id)/") && $0.hasSuffix("/manifest.json") })
        let system = disk.process()
        try system.unlink(manifest)
        try system.synchronizeDirectory(String(manifest.dropLast("/manifest.json".count)))
        system.kill()
        #expect(DiskJudge(disk).garbage != [])
        try TestProcess(disk.process(), seed: 7).store.close()
        #expect(DiskJudge(disk).garbage == [])
        #expect(try settling().list().isEmpty)
    }

    @Test func neighboursAndOtherIncarnationsAreNoDoubles() throws {
        let epoch = try undecided(10, 20)
        try publish((0, 10), (20, 30))
        let system = disk.process()
        let process = try TestProcess(system, seed: 51)
        try process.store.publish(process.sealEpoch(10, 20, incarnation: Sample.incarnation(2)).id)
        system.kill()
        #expect(try settling().carryOut(.keep, on: epoch.id) == .published)
        #expect(try DiskJudge(disk).offsets == (Array(0..<30) + Array(10..<20)).sorted())
    }

    @Test func anEpochWhoseOffsetsASealedOneHasTooIsNotKept() throws {
        let epoch = try undecided(0, 10)
        let rival = try sealed(5, 12, seed: 2)
        let error = #expect(throws: StoreError.self) { try settling().carryOut(.keep, on: epoch.id) }
        #expect(error?.code == .refused && error?.message.contains(rival.id.description) == true)
    }

    @Test func aRunningProcessStandsAgainstKeepingAnythingAndAgainstDroppingItsOwn() throws {
        let aside = try undecided(0, 10)
        let live = try TestProcess(disk.process(), seed: 3)
        let own = try live.sealEpoch(10, 20)
        for (decision, id) in [(OperatorDecision.keep, aside.id), (.keep, own.id), (.drop, own.id)] {
            let error = #expect(throws: StoreError.self) { try settling().carryOut(decision, on: id) }
            #expect(error?.code == .busy)
        }
        #expect(try DiskJudge(disk).offsets.isEmpty)
        #expect(try settling().carryOut(.drop, on: aside.id) == .dropped)
        try live.store.publish(own.id)
        #expect(try DiskJudge(disk).offsets == Array(10..<20))
    }

    @Test func aProcessDoesNotStartWhileAnOperatorSettles() throws {
        let epoch = try undecided(0, 10)
        let system = disk.process()
        let lock = try #require(try system.lock(root + "/_pending/g/operator"))
        let error = #expect(throws: StoreError.self) { try TestProcess(disk.process(), seed: 4) }
        #expect(error?.code == .busy)
        let second = #expect(throws: StoreError.self) { try settling().carryOut(.keep, on: epoch.id) }
        #expect(second?.code == .busy)
        system.close(lock)
        #expect(try TestProcess(disk.process(), seed: 4).store.slot.number == 0)
    }

    @Test func damagedEpochsCanOnlyBeDropped() throws {
        let (one, two) = (try undecided(0, 10), try undecided(10, 20, seed: 2))
        let aside = root + "/_aside/g/undecided/"
        disk.overwrite(aside + "\(one.id)/manifest.json", with: Array("{".utf8))
        disk.overwrite(aside + "\(two.id)/0.txt", with: Array("10\n12\n14\n16\n19\n".utf8))
        #expect(try settling().list().filter { $0.manifest == nil }.map(\.id) == [one.id])
        for epoch in [one, two] {
            let error = #expect(throws: StoreError.self) { try settling().carryOut(.keep, on: epoch.id) }
            #expect(error?.code == .refused)
            #expect(try settling().carryOut(.drop, on: epoch.id) == .dropped)
        }
        #expect(DiskJudge(disk).garbage == [])
        #expect(try DiskJudge(disk).offsets.isEmpty)
    }

    @Test func aCommittedEpochInASlotIsNotDropped() throws {
        let epoch = try sealed(0, 10)
        let system = disk.process()
        for directory in ["/even", "/even/d=0"] { try system.createDirectory(root + directory) }
        try system.link(root + "/_pending/g/0/\(epoch.id)/0.txt", root + "/" + epoch.files[0].path)
        let error = #expect(throws: StoreError.self) { try settling().carryOut(.drop, on: epoch.id) }
        #expect(error?.code == .refused)
        #expect(try settling().carryOut(.keep, on: epoch.id) == .published)
        #expect(try DiskJudge(disk).offsets == Array(0..<10))
    }

    /// The operator's program dies after every single effect, with and without a power cut; the same decision given
    /// again, or dropping after all, ends well.
    @Test(arguments: [OperatorDecision.keep, .drop], [false, true])
    func aCrashAfterAnyEffectIsMadeGoodByTheSameDecision(_ decision: OperatorDecision, cutsPower: Bool) throws {
        let epoch = try undecided(0, 10)
        // Everything up to here is durable.
        for path in disk.contents().filter({ $0.value == nil }).keys where !path.isEmpty {
            try disk.process().synchronizeDirectory(path)
        }
        var nth = 1
        while true {
            let copy = disk.copy()
            let system = copy.process(dyingAfter: nth)
            let isDone = (try? settling(system).carryOut(decision, on: epoch.id)) != nil
            if !system.isDead { #expect(isDone) }
            let wasDead = system.isDead
            system.kill()
            for second in [decision, .drop] {
                let after = copy.copy()
                if cutsPower { after.cutPower(seed: UInt64(nth)) }
                do {
                    _ = try settling(on: after).carryOut(second, on: epoch.id)
                } catch {
                    #expect((error as? StoreError)?.code == .unknownEpoch, "\(decision) \(nth) \(second): \(error)")
                }
                let judge = DiskJudge(after)
                #expect(judge.garbage == [], "\(decision), then \(second), after effect \(nth)")
                #expect(try judge.strays == [], "\(decision), then \(second), after effect \(nth)")
                let offsets = try judge.offsets
                #expect(offsets.isEmpty || offsets == Array(0..<10), "\(decision), then \(second), effect \(nth)")
                if second == .keep { #expect(offsets == Array(0..<10), "after effect \(nth)") }
                if decision == .drop { #expect(offsets.isEmpty, "after effect \(nth)") }
            }
            if !wasDead { break }
            nth += 1
        }
        #expect(nth > 5)
    }
}
