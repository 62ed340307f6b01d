// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Testing

@testable import LagMonitor

struct ClusterStoreTests {
    static let nowMs: Int64 = 1_700_000_000_500

    static func make(
        _ counts: [String: Int] = ["t": 2], intervals: Int = 3, _ change: (inout ClusterPlan) -> Void = { _ in }
    ) throws -> StoreBox {
        var plan = ClusterPlan(name: "c", brokers: "b")
        plan.intervals = intervals
        change(&plan)
        var store = try ClusterStore(plan)
        store.setPartitions(counts)
        for (topic, count) in counts {
            for partition in 0..<count { store.sample(topic, partition, 100) }
        }
        return StoreBox(store)
    }

    @Test func windowHasEverythingOfAPartition() throws {
        let store = try Self.make()
        store.sample("t", 1, 120)
        #expect(store.put("g", "t", 1, 90, order: 5) == .appended)
        store.store.setOwner(group: "g", topic: "t", partition: 1, owner: "/10.0.0.1", clientID: "app")
        let found = store.store.windows(of: "g", nowMs: Self.nowMs)
        let windows = try #require(found)
        #expect(windows.cluster == "c")
        #expect(windows.group == "g")
        #expect(windows.lastCommitMs == Self.nowMs)
        #expect(windows.partitions.map(\.partition) == [0, 1])
        // Partitions before it are listed, without slots.
        #expect(windows.partitions[0].slots.isEmpty)
        #expect(windows.partitions[0].currentLag == 0)
        let window = windows.partitions[1]
        let slot = CommitSlot(
            offset: 90, timestampMs: Self.nowMs, observedAtMs: 1_700_000_000_000, lag: 30, order: 5)
        #expect(window.slots == [nil, nil, slot])
        #expect(window.brokerOffsets == [100, 120])
        #expect(window.currentLag == 30)
        #expect(window.owner == "/10.0.0.1")
        #expect(window.clientID == "app")
        #expect(window.ends?.highWatermark == 120)
        #expect(!window.isSealed)
    }

    struct Drop: Sendable {
        let topic: String
        let partition: Int32
        var ageMs: Int64 = 0
        let reason: DropReason
    }

    @Test(arguments: [
        Drop(topic: "x", partition: 0, reason: .noTopic), Drop(topic: "t", partition: 2, reason: .noPartition),
        Drop(topic: "t", partition: -1, reason: .noPartition), Drop(topic: "t", partition: .max, reason: .noPartition),
        Drop(topic: "t", partition: 1, reason: .noBrokerOffset),
        // The clock has 500 ms that Burrow's whole seconds have not.
        Drop(topic: "t", partition: 0, ageMs: 604_800_501, reason: .tooOld),
        Drop(topic: String(repeating: "t", count: 40_000), partition: 0, reason: .limit),
    ])
    func commitIsDropped(_ test: Drop) throws {
        for isKnown in [false, true] {
            var plan = ClusterPlan(name: "c", brokers: "b")
            plan.intervals = 3
            let store = StoreBox(try ClusterStore(plan))
            store.setPartitions(["t": 2])
            store.sample("t", 0, 100)
            if isKnown { #expect(store.put("g", "t", 0, 1, order: 1) == .appended) }
            let outcome = store.put(
                "g", test.topic, test.partition, 1, order: 2, atMs: Self.nowMs - test.ageMs)
            #expect(outcome == .dropped(test.reason))
            #expect(store.groups() == (isKnown ? ["g"] : []))
        }
    }

    @Test func commitAtTheEdgeOfItsAgeIsKept() throws {
        let store = try Self.make()
        #expect(store.put("g", "t", 0, 1, order: 1, atMs: Self.nowMs - 604_800_500) == .appended)
        #expect(store.store.windows(of: "g", nowMs: Self.nowMs) != nil)
        // A group that is too old is forgotten when somebody looks.
        #expect(store.groups() == ["g"])
        #expect(store.store.windows(of: "g", nowMs: Self.nowMs + 1000) == nil)
        #expect(store.groups().isEmpty)
        #expect(store.ringCount == 0)
        #expect(store.store.windows(of: "g", nowMs: Self.nowMs) == nil)
    }

    @Test func expiredGroupsAreNotVisited() throws {
        let store = try Self.make()
        #expect(store.put("old", "t", 0, 1, order: 1, atMs: Self.nowMs - 604_800_500) == .appended)
        #expect(store.put("new", "t", 0, 1, order: 1) == .appended)
        var seen: [String] = []
        store.store.forEachGroup(nowMs: Self.nowMs + 1000) { seen.append($0.group) }
        #expect(seen == ["new"])
        #expect(store.groups() == ["new"])
    }

    struct Lists: Sendable {
        var allow: String?
        var deny: String?
        let kept: [String]
    }

    @Test(arguments: [
        Lists(allow: "^a", deny: "z$", kept: ["ab"]), Lists(allow: "^a", kept: ["ab", "az"]),
        Lists(deny: "z$", kept: ["ab", "bb"]), Lists(allow: "", deny: "", kept: ["ab", "az", "bb", "bz"]),
    ])
    func listsDecideAboutGroups(_ lists: Lists) throws {
        let store = try Self.make {
            $0.allowedGroups = lists.allow
            $0.deniedGroups = lists.deny
        }
        let groups = ["ab", "az", "bb", "bz"]
        // Asked once per group, remembered afterwards.
        for order in Int64(1)...3 {
            for group in groups {
                let isKept = lists.kept.contains(group)
                let outcome = store.put(group, "t", 0, 5, order: order, atMs: Self.nowMs + order)
                #expect(outcome == (isKept ? .appended : .dropped(.groupNotAllowed)))
                store.store.setOwner(group: group, topic: "t", partition: 0, owner: "h", clientID: "c")
                store.store.setMembership(group: group, GroupMembership(state: "Stable", protocolType: "", members: 1))
            }
        }
        #expect(store.groups() == lists.kept)
        #expect(store.groups(of: "t") == lists.kept)
        for group in groups {
            let isThere = store.windows(group) != nil
            #expect(isThere == store.groups().contains(group))
        }
    }

    /// Short-lived groups that a list denies must not take the room of those that are watched.
    @Test func deniedGroupsAreForgottenInTime() throws {
        let store = try Self.make { $0.deniedGroups = "^tmp-" }
        store.store.deniedGroupsMax = 8
        #expect(store.put("kept", "t", 0, 5, order: 1) == .appended)
        for number in Int64(0)..<100 {
            #expect(store.put("tmp-\(number)", "t", 0, 5, order: 2 + number) == .dropped(.groupNotAllowed))
            #expect(store.store.deniedGroups <= 8)
            #expect(store.store.groupPlaces.count == 1 + store.store.deniedGroups)
        }
        #expect(store.put("tmp-99", "t", 0, 6, order: 200) == .dropped(.groupNotAllowed))
        #expect(store.put("kept", "t", 0, 6, order: 201) == .appended)
        #expect(store.groups() == ["kept"])
        #expect(store.windows("kept")?.partitions.first?.last?.offset == 6)
    }

    /// The admin API tells of an offset once, unless it is asked to tell of it again.
    @Test func aCommitThatComesTooEarlyIsTakenLater() throws {
        var store = try ClusterStore(ClusterPlan(name: "c", brokers: "b"))
        var diff = CommitDiff()
        let partition = TopicPartition(topic: "t", partition: 0)
        func poll(_ order: Int64) {
            for change in diff.take("g", [partition: .success(7)], isAll: true).commits {
                let isTaken = store.commit(
                    group: "g", topic: "t", partition: 0, offset: change.offset, timestampMs: Self.nowMs,
                    order: order, nowMs: Self.nowMs)
                if !isTaken { diff.forget("g", change.partition) }
            }
        }
        poll(1)
        #expect(store.groups().isEmpty)
        store.setPartitions(["t": 1])
        poll(2)
        #expect(store.groups().isEmpty)
        store.sample("t", 0, 100)
        poll(3)
        poll(4)
        #expect(store.windows(of: "g", nowMs: Self.nowMs)?.partitions.first?.slots.compactMap(\.?.order) == [3])
        #expect(store.counters.dropped == 2)
    }

    @Test func badListIsAnError() {
        #expect(throws: (any Error).self) { try Self.make { $0.allowedGroups = "(" } }
        #expect(throws: (any Error).self) { try Self.make { $0.deniedGroups = "[" } }
    }

    @Test func lagsAreNeverNegativeNorTooLarge() throws {
        let store = try Self.make()
        #expect(store.put("g", "t", 0, 500, order: 1) == .appended)
        #expect(store.window("g", 0)?.currentLag == 0)
        #expect(store.window("g", 0)?.last?.lag == 0)
        #expect(store.put("g", "t", 0, .min, order: 2) == .appended)
        #expect(store.window("g", 0)?.last?.lag == .max)
        #expect(store.window("g", 0)?.last?.offset == .min)
        #expect(store.window("g", 0)?.currentLag == .max)
    }

    @Test func truncationIsRemembered() throws {
        let store = try Self.make()
        #expect(store.put("g", "t", 0, 95, order: 1) == .appended)
        #expect(store.window("g", 0)?.truncatedAtMs == nil)
        store.sample("t", 0, 100, atMs: 5)
        store.sample("t", 0, 40, atMs: 7)
        store.sample("t", 0, 50, atMs: 9)
        let window = store.window("g", 0)
        #expect(window?.truncatedAtMs == 7)
        #expect(window?.brokerOffsets == [100, 40, 50])
        #expect(window?.currentLag == 0)
    }

    @Test func deletedTopicLeavesItsGroupsBehind() throws {
        let store = try Self.make(["t": 2, "u": 1])
        #expect(store.put("g", "t", 1, 5, order: 1) == .appended)
        #expect(store.put("h", "u", 0, 5, order: 2) == .appended)
        #expect(store.put("h", "t", 0, 5, order: 2) == .appended)
        store.setPartitions(["u": 1])
        #expect(store.windows("g")?.partitions.isEmpty == true)
        #expect(store.windows("h")?.partitions.map(\.topic) == ["u"])
        #expect(store.groups() == ["g", "h"])
        #expect(store.groups(of: "t").isEmpty)
        #expect(store.ends(of: "t") == nil)
        #expect(store.ringCount == 1)
        #expect(store.put("g", "t", 1, 5, order: 3) == .dropped(.noTopic))
        store.setPartitions(["u": 1, "t": 1])
        #expect(store.put("g", "t", 0, 5, order: 4) == .dropped(.noBrokerOffset))
        store.sample("t", 0, 7)
        #expect(store.put("g", "t", 0, 5, order: 5) == .appended)
        #expect(store.windows("g")?.partitions.count == 1)
        #expect(store.window("g", 0)?.brokerOffsets == [7])
    }

    @Test func topicCreatedAgainWithFewerPartitionsLosesTheOthers() throws {
        let store = try Self.make(["t": 3])
        for partition in Int32(0)..<3 { #expect(store.put("g", "t", partition, 5, order: 1) == .appended) }
        store.setPartitions(["t": 1])
        #expect(store.windows("g")?.partitions.map(\.partition) == [0])
        #expect(store.ringCount == 1)
        #expect(store.put("g", "t", 1, 5, order: 2) == .dropped(.noPartition))
        store.setPartitions(["t": 4])
        #expect(store.ends(of: "t")?.map { $0?.highWatermark } == [100, nil, nil, nil])
        #expect(store.windows("g")?.partitions.count == 1)
    }

    @Test func removedGroupComesBackEmpty() throws {
        let store = try Self.make()
        #expect(store.put("g", "t", 0, 5, order: 1) == .appended)
        #expect(store.put("g", "t", 0, 6, order: 2, atMs: Self.nowMs + 5000) == .appended)
        let wasThere = (store.remove(group: "x"), store.remove(group: "g"), store.remove(group: "g"))
        #expect(wasThere == (false, true, false))
        #expect(store.windows("g") == nil)
        #expect(store.put("g", "t", 0, 4, order: 1) == .appended)
        #expect(store.window("g", 0)?.slots.compactMap { $0 }.map(\.offset) == [4])
        let topics = (
            store.remove(group: "g", topic: "u"), store.remove(group: "g", topic: "t"),
            store.remove(group: "g", topic: "t")
        )
        #expect(topics == (false, true, false))
        #expect(store.windows("g")?.partitions.isEmpty == true)
    }

    @Test func intervalsAreHeldWithinTheirLimits() throws {
        for (intervals, slots) in [(0, 1), (-5, 1), (1_000_000, StoreLimits.slotsMax)] {
            let store = try Self.make(intervals: intervals)
            #expect(store.put("g", "t", 0, 5, order: 1) == .appended)
            #expect(store.window("g", 0)?.slots.count == slots)
        }
    }
}
