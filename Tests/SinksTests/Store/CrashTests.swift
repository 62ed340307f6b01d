// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform
import Sinks
import SluiceTesting
import Testing

/// A process dies after every single effect of an epoch's life, with and without a power cut; the next one settles what
/// it finds, reads on, and everything is there once.
struct CrashTests {
    /// What the group's coordinator holds.
    private final class Group {
        var committed: CommittedPosition?

        func commit(_ manifest: Manifest, after previous: CommitMetadata?, slot: SlotName, origin: Int64)
            -> CommitMetadata
        {
            let metadata = CommitMetadata.next(
                after: previous, manifest: manifest, slot: slot,
                lastRecord: manifest.next > 0 ? Sample.record(manifest.next - 1) : nil, logStart: 0,
                origin: origin)
            committed = CommittedPosition(offset: manifest.next, metadata: metadata.encode())
            return metadata
        }
    }

    private static let end: Int64 = 30

    /// Settles, starts, and reads to the end in epochs of ten records.
    private func live(_ process: TestProcess, _ group: Group, upTo end: Int64 = end) throws {
        try process.settle(group.committed)
        guard case .start(let plan) = try process.start(group.committed, logEnd: Self.end) else {
            Issue.record("nothing can block the only process")
            return
        }
        var previous = plan.previous
        if plan.jump != nil {
            let jump = Manifest.jump(
                id: process.drawID(), plan: plan, slot: process.store.slot, cluster: "c", group: Sample.group,
                topic: "t", partition: 0, sealedMs: 0)
            try process.store.seal(jump)
            previous = group.commit(jump, after: previous, slot: process.store.slot, origin: plan.origin)
            try process.store.publish(jump.id)
        }
        var position = plan.position
        while position < end {
            let manifest = try process.sealEpoch(
                position, min(position + 10, end), incarnation: plan.incarnation)
            previous = group.commit(manifest, after: previous, slot: process.store.slot, origin: plan.origin)
            try process.store.publish(manifest.id)
            position = manifest.next
        }
    }

    private func check(_ disk: MemoryDisk, _ what: String) throws {
        let judge = DiskJudge(disk)
        #expect(try judge.offsets == Array(0..<Self.end), "\(what)")
        #expect(judge.garbage == [], "\(what)")
        #expect(try judge.strays == [], "\(what)")
    }

    private var effects: Int {
        get throws {
            let disk = try emptyDisk()
            let system = disk.process()
            try live(try TestProcess(system), Group())
            return system.effects
        }
    }

    private func emptyDisk() throws -> MemoryDisk {
        let disk = MemoryDisk()
        let system = disk.process()
        try system.createDirectory("/data")
        try system.synchronizeDirectory("/")
        return disk
    }

    @Test func withoutFaultsEverythingIsThereOnce() throws {
        let disk = try emptyDisk()
        try live(try TestProcess(disk.process()), Group())
        try check(disk, "no fault")
        #expect(try DiskJudge(disk).manifests.map(\.isJump) == [true, false, false, false])
    }

    @Test func aCrashAfterAnyEffectLosesAndDoublesNothing() throws {
        let total = try effects
        #expect(total > 150)
        for nth in 1...total {
            let disk = try emptyDisk()
            let group = Group()
            let system = disk.process(dyingAfter: nth)
            do {
                try live(try TestProcess(system), group)
            } catch {
                #expect(system.isDead, "effect \(nth): \(error)")
            }
            system.kill()
            try live(try TestProcess(disk.process(), seed: 2), group)
            try check(disk, "crash after effect \(nth) of \(total)")
        }
    }

    @Test(arguments: 0..<4) func aPowerCutAfterAnyEffectLosesAndDoublesNothing(seed: Int) throws {
        for nth in 1...(try effects) {
            let disk = try emptyDisk()
            let group = Group()
            let system = disk.process(dyingAfter: nth)
            do {
                try live(try TestProcess(system), group)
            } catch {
                #expect(system.isDead, "effect \(nth): \(error)")
            }
            disk.cutPower(seed: UInt64(seed * 1000 + nth))
            try live(try TestProcess(disk.process(), seed: 2), group)
            try check(disk, "power cut after effect \(nth), seed \(seed)")
        }
    }

    /// Recovery itself dies after any effect, then the power goes, then recovery runs again.
    @Test(arguments: 0..<6) func aPowerCutDuringRecoveryLosesAndDoublesNothing(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let total = try effects
        for round in 0..<50 {
            let disk = try emptyDisk()
            let group = Group()
            var history: [Int] = []
            for attempt in 0..<4 {
                let nth = Int.random(in: 1...(attempt == 0 ? total : 40), using: &generator)
                history.append(nth)
                let system = disk.process(dyingAfter: nth)
                try? live(try TestProcess(system, seed: UInt64(attempt)), group)
                system.kill()
                if Bool.random(using: &generator) { disk.cutPower(seed: generator.next()) }
            }
            try live(try TestProcess(disk.process(), seed: 99), group)
            try check(disk, "seed \(seed), round \(round), deaths after \(history)")
        }
    }

    /// An error of any call is reported and leaves something that goes on: retried where a retry is allowed, else
    /// abandoned and read again.
    @Test(arguments: [ErrorKind.full, .broken]) func anErrorOfAnyCallLosesAndDoublesNothing(kind: ErrorKind) throws {
        for operation in FileOperation.allCases where operation != .freeSpace {
            var nth = 1
            while true {
                let disk = try emptyDisk()
                let group = Group()
                let system = disk.process()
                system.inject(MemoryFault(operation, nth: nth, code: kind.code))
                var failed = false
                do {
                    try live(try TestProcess(system), group)
                } catch {
                    failed = true
                    #expect((error as? StoreError)?.cause?.code ?? (error as? FileError)?.code == kind.code)
                }
                if !failed { break }
                system.kill()
                try live(try TestProcess(disk.process(), seed: 2), group)
                try check(disk, "\(kind) at call \(nth) of \(operation.rawValue)")
                nth += 1
            }
            #expect(nth > 1, "\(operation.rawValue) was never called")
        }
    }

    enum ErrorKind: String, Sendable, CaseIterable {
        case full, broken

        var code: Int32 { self == .full ? 28 : 5 }
    }
}
