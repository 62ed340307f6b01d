// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LagMonitor

struct StoreSnapshotTests {
    private static func filled() throws -> StoreBox {
        let store = try ClusterStoreTests.make(["t": 3, "u": 1], intervals: 4)
        store.sample("t", 0, 60)
        for order in Int64(1)...6 {
            _ = store.put("g", "t", 1, order * 10, order: order, atMs: ClusterStoreTests.nowMs + order * 1000)
        }
        _ = store.put("g", "u", 0, 5, order: 7, isSealed: true)
        _ = store.put("wide", "t", 0, .min, order: 1)
        _ = store.put("wide", "t", 0, .max, order: .max, atMs: ClusterStoreTests.nowMs + 1)
        store.store.setOwner(group: "g", topic: "t", partition: 2, owner: "/10.0.0.1", clientID: "app")
        store.store.setMembership(
            group: "g", GroupMembership(state: "Stable", protocolType: "consumer", members: 1, coordinator: 3))
        return store
    }

    @Test func storeComesBackAsItWas() throws {
        let store = try Self.filled()
        var plan = ClusterPlan(name: "c", brokers: "b")
        plan.intervals = 4
        let restored = StoreBox(try ClusterStore(plan))
        var stored: [StoredGroup] = []
        store.store.exportTopics { restored.store.restore($0) }
        store.store.export { stored.append($0) }
        for group in stored { restored.store.restore(group) }
        #expect(stored.count == 2)
        for group in ["g", "wide"] {
            #expect(restored.windows(group) != nil)
            #expect(restored.windows(group) == store.windows(group))
        }
        #expect(restored.groups() == store.groups())
        #expect(restored.ends(of: "t") == store.ends(of: "t"))
        var again: [StoredGroup] = []
        restored.store.export { again.append($0) }
        #expect(again == stored)
        // And goes on as it would have.
        for box in [store, restored] {
            box.setPartitions(["t": 3, "u": 1])
            #expect(box.put("g", "t", 1, 77, order: 6) == .dropped(.duplicate))
            #expect(box.put("g", "t", 1, 77, order: 8, atMs: ClusterStoreTests.nowMs + 9000) == .appended)
        }
        #expect(restored.windows("g") == store.windows("g"))
    }

    @Test func groupsComeBeforeTheirTopics() throws {
        let store = try Self.filled()
        let restored = StoreBox(try ClusterStore(ClusterPlan(name: "c", brokers: "b")))
        store.store.export { restored.store.restore($0) }
        #expect(restored.windows("g")?.partitions.map(\.brokerOffsets) == [[], [], [], []])
        restored.setPartitions(["t": 3])
        #expect(restored.windows("g")?.partitions.map(\.topic) == ["t", "t", "t"])
        #expect(restored.put("g", "t", 0, 5, order: 9) == .dropped(.noBrokerOffset))
    }

    @Test func brokenSnapshotsDoNoHarm() throws {
        let store = try ClusterStoreTests.make(intervals: 2)
        func slot(_ order: Int64) -> CommitSlot {
            CommitSlot(offset: order, timestampMs: ClusterStoreTests.nowMs, observedAtMs: 0, lag: 0, order: order)
        }
        let rings = [
            StoredGroup.Ring(partition: -1, slots: [slot(1)]),
            StoredGroup.Ring(partition: 0, slots: [slot(9), slot(3), slot(7), slot(7), slot(8)]),
            StoredGroup.Ring(partition: 1, slots: [], owner: "h", isSealed: true),
            StoredGroup.Ring(partition: .max, slots: [slot(1)]),
        ]
        store.store.restore(
            StoredGroup(
                name: "g", lastCommitMs: ClusterStoreTests.nowMs, newestOrder: 9,
                topics: [StoredGroup.Topic(name: "t", partitions: 2, rings: rings)]))
        store.setPartitions(["t": 2])
        let windows = try #require(store.windows("g"))
        #expect(windows.partitions.map { $0.slots.map { $0?.order } } == [[7, 8], [nil, nil]])
        #expect(windows.partitions.map(\.isSealed) == [false, false])
        #expect(windows.partitions[1].owner == "h")
    }

    @Test func liveEndsAreNewerThanKeptOnes() throws {
        let store = try ClusterStoreTests.make()
        let old = LogEnds(start: 0, highWatermark: 7, lastStable: 7, sampledAtMs: 1)
        store.store.restore(
            StoredTopic(name: "t", partitions: [.init(samples: [6, 7], ends: old, truncatedAtMs: 3)]))
        #expect(store.ends(of: "t")?[0]?.highWatermark == 100)
    }
}
