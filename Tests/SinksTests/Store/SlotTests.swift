// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform
import Sinks
import SluiceTesting
import Testing

/// Slots of several processes on one root.
struct SlotTests {
    private let disk = MemoryDisk()
    private let timeout = Duration.seconds(10)

    init() throws {
        try disk.process().createDirectory("/data")
    }

    @Test func aProcessTakesTheLowestFreeSlot() throws {
        let systems = (0..<3).map { _ in disk.process() }
        let stores = try systems.enumerated().map { try TestProcess($0.element, seed: UInt64($0.offset)).store }
        #expect(stores.map(\.slot.number) == [0, 1, 2])
        #expect(Set(stores.map(\.slot.root)).count == 1)
        systems[1].kill()
        #expect(try TestProcess(disk.process(), seed: 9).store.slot.number == 1)
        stores[0].close()
        #expect(try TestProcess(disk.process(), seed: 9).store.slot.number == 0)
    }

    @Test func groupsHaveSlotsOfTheirOwn() throws {
        let one = try TestProcess(disk.process(), group: "a")
        let two = try TestProcess(disk.process(), group: "b/..")
        #expect(one.store.slot.number == 0 && two.store.slot.number == 0)
        _ = try one.sealEpoch(0, 4)
        one.store.close()
        #expect(try two.store.sealedEpochs().epochs.isEmpty, "another group's epochs are none of ours")
    }

    @Test func anotherSlotIsTakenWhenItWasUnlockedForATimeout() throws {
        let dead = disk.process()
        let lost = try TestProcess(dead).sealEpoch(0, 4)
        let store = try TestProcess(disk.process(), seed: 2).store
        #expect(try store.takeUnlockedSlots(sessionTimeout: timeout, now: .seconds(100)) == [], "locked")
        dead.kill()
        #expect(try store.takeUnlockedSlots(sessionTimeout: timeout, now: .seconds(200)) == [], "first seen unlocked")
        #expect(try store.sealedEpochs().epochs.map(\.place) == [.unlocked(SlotName(root: store.root.id, number: 0))])
        #expect(try store.takeUnlockedSlots(sessionTimeout: timeout, now: .seconds(209)) == [])
        #expect(try store.takeUnlockedSlots(sessionTimeout: timeout, now: .seconds(210)).map(\.number) == [0])
        let epochs = try store.sealedEpochs().epochs
        #expect(epochs.map(\.place) == [.own] && epochs.map(\.manifest) == [lost])
        #expect(try TestProcess(disk.process(), seed: 3).store.slot.number == 2, "a slot that was taken is taken")
        #expect(try store.settle(epochs[0], .rollBack) == .rolledBack)
        try store.releaseEmptySlots()
        #expect(try TestProcess(disk.process(), seed: 4).store.slot.number == 0)
    }

    @Test func aTenureInBetweenStartsTheTimeoutAnew() throws {
        let dead = disk.process()
        _ = try TestProcess(dead).sealEpoch(0, 4)
        let store = try TestProcess(disk.process(), seed: 2).store
        dead.kill()
        _ = try store.takeUnlockedSlots(sessionTimeout: timeout, now: .seconds(100))
        let next = disk.process()
        #expect(try TestProcess(next, seed: 3).store.slot.number == 0)
        next.kill()
        #expect(try store.takeUnlockedSlots(sessionTimeout: timeout, now: .seconds(111)) == [])
        #expect(try store.takeUnlockedSlots(sessionTimeout: timeout, now: .seconds(121)).map(\.number) == [0])
    }

    @Test func anEmptySlotIsNotTaken() throws {
        let dead = disk.process()
        _ = try TestProcess(dead)
        let store = try TestProcess(disk.process(), seed: 2).store
        dead.kill()
        for now in [100, 200] {
            #expect(try store.takeUnlockedSlots(sessionTimeout: timeout, now: .seconds(now)) == [])
        }
    }

    @Test func leftoversOfATakenSlotGo() throws {
        let dead = disk.process()
        _ = try TestProcess(dead).writeEpoch(0, 4)
        let store = try TestProcess(disk.process(), seed: 2).store
        #expect(try store.removeLeftovers() == 0, "a locked slot's are left alone")
        dead.kill()
        _ = try store.takeUnlockedSlots(sessionTimeout: .zero, now: .seconds(1))
        #expect(try store.removeLeftovers() == 1)
        #expect(DiskJudge(disk).garbage == [])
    }

    @Test func whatIsNotItsOwnASlotHandsToTheOwner() throws {
        let (holder, owner) = (try TestProcess(disk.process()), try TestProcess(disk.process(), seed: 2))
        let lost = try holder.sealEpoch(0, 10)
        let reset = CommittedPosition(offset: 0, metadata: "")
        holder.store.orphan(lost.id)
        #expect(
            try owner.start(reset, logEnd: 20) == .wait([PendingEpoch(id: lost.id, place: .locked(holder.store.slot))]))
        #expect(try holder.settle(reset, isOwner: false).map(\.verdict) == [.handOver])
        #expect(try owner.start(reset, logEnd: 20) == .wait([PendingEpoch(id: lost.id, place: .handed)]))
        #expect(try holder.settle(reset, isOwner: false) == [], "handed over once")
        #expect(try owner.settle(reset).map(\.verdict) == [.rollBack])
        guard case .start = try owner.start(reset, logEnd: 20) else {
            Issue.record("nothing is left to wait for")
            return
        }
    }

    @Test func oneOfTwoOwnersSettlesAHandedEpoch() throws {
        let (holder, one) = (try TestProcess(disk.process()), try TestProcess(disk.process(), seed: 2))
        let two = try TestProcess(disk.process(), seed: 3)
        let lost = try holder.sealEpoch(0, 10)
        holder.store.orphan(lost.id)
        try holder.settle(nil, isOwner: false)
        let epoch = try #require(try one.store.sealedEpochs().epochs.first)
        let system = disk.process()
        let lock = try #require(try system.lock(TestProcess.rootPath + "/_pending/g/handed/lock"))
        let error = #expect(throws: StoreError.self) { try one.store.settle(epoch, .rollBack) }
        #expect(error?.code == .busy)
        system.close(lock)
        #expect(try one.store.settle(epoch, .rollBack) == .rolledBack)
        #expect(try two.store.settle(epoch, .rollForward) == .untouched, "it is gone already")
    }

    @Test func allSlotsTakenIsSaidSo() throws {
        let system = disk.process()
        let store = try TestProcess(system).store
        for number in 1..<ProtocolLimits.slots {
            let directory = TestProcess.rootPath + "/_pending/g/\(number)"
            try system.createDirectory(directory)
            _ = try system.lock(directory + "/lock")
        }
        let error = #expect(throws: StoreError.self) { try TestProcess(disk.process(), seed: 2) }
        #expect(error?.code == .slotsExhausted)
        withExtendedLifetime(store) {}
    }
}
