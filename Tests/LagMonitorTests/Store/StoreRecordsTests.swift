// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LagMonitor

/// Records of the offsets topic in the store: tombstones, members and owners, counts.
struct StoreRecordsTests {
    private static let nowMs = ClusterStoreTests.nowMs

    private static func commit(
        _ store: StoreBox, _ group: String, _ topic: String, _ partition: Int32, _ offset: Int64, order: Int64,
        metadata: String = "", topicID: (Int64, Int64)? = nil
    ) {
        store.take(
            WireBytes.commitKey(group, topic, partition),
            WireBytes.commit(
                offset, atMs: nowMs, version: topicID == nil ? 3 : 4, metadata: metadata, topicID: topicID),
            order: order)
    }

    @Test func everyRecordIsCountedOnce() throws {
        let store = try ClusterStoreTests.make()
        Self.commit(store, "g", "t", 0, 5, order: 1)
        Self.commit(store, "g", "unknown", 0, 5, order: 2)
        store.take(WireBytes.commitKey("g", "t", 0), [0, 9, 1], order: 3)
        store.take([0], nil, order: 4)
        store.take(WireBytes.commitKey("x", "t", 0), nil, order: 5)
        store.take(WireBytes.groupKey(2, "g"), ConsumerRecordsTests.group(3), order: 6)
        store.take(WireBytes.groupKey(6, "g"), [0, 0, 0, 0, 0, 1, 0], order: 7)
        store.take(WireBytes.groupKey(12, "s"), nil, order: 8)
        store.take(WireBytes.groupKey(99, "s"), nil, order: 9)
        store.take(WireBytes.groupKey(5, "k", member: "m"), nil, order: 10)
        let counters = store.counters
        #expect(counters.records == 10)
        #expect(counters.commits == 2)
        #expect(counters.dropped == 1)
        #expect(counters.undecodable == 2)
        #expect(counters.tombstones == 2)
        #expect(counters.groupRecords == 1)
        #expect(counters.skipped == 2)
        #expect(counters.unknown == 1)
    }

    @Test func sluicesOwnCommitIsMarked() throws {
        let store = try ClusterStoreTests.make()
        Self.commit(store, "g", "t", 0, 5, order: 1, metadata: "sluice/1;s=a")
        #expect(store.window("g", 0)?.isSealed == true)
        store.take(
            WireBytes.commitKey("g", "t", 0), WireBytes.commit(6, atMs: Self.nowMs + 1, metadata: "foreign"), order: 2)
        #expect(store.window("g", 0)?.isSealed == false)
    }

    @Test func partitionTombstoneRemovesThePartition() throws {
        let store = try ClusterStoreTests.make(["t": 2, "u": 1])
        Self.commit(store, "g", "t", 0, 5, order: 1)
        Self.commit(store, "g", "t", 1, 5, order: 2)
        Self.commit(store, "g", "u", 0, 5, order: 3)
        store.take(WireBytes.commitKey("g", "t", 1), nil, order: 4)
        #expect(store.windows("g")?.partitions.map { $0.last?.offset } == [5, nil, 5])
        store.take(WireBytes.commitKey("g", "u", 0), [], order: 5)
        #expect(store.windows("g")?.partitions.map(\.topic) == ["t", "t"])
        // The last one takes the group with it.
        store.take(WireBytes.commitKey("g", "t", 0), nil, order: 6)
        #expect(store.windows("g") == nil)
        #expect(store.groups().isEmpty)
        #expect(store.ringCount == 0)
    }

    @Test func oldTombstonesLeaveNewerCommits() throws {
        let store = try ClusterStoreTests.make()
        Self.commit(store, "g", "t", 0, 5, order: 10)
        store.take(
            WireBytes.commitKey("g", "t", 0), WireBytes.commit(6, atMs: Self.nowMs + 1), order: 20)
        store.take(WireBytes.commitKey("g", "t", 0), nil, order: 15)
        #expect(store.window("g", 0)?.slots.compactMap { $0?.offset } == [6])
        store.take(WireBytes.groupKey(2, "g"), nil, order: 19)
        #expect(store.groups() == ["g"])
        store.take(WireBytes.groupKey(2, "g"), nil, order: 21)
        #expect(store.groups().isEmpty)
    }

    @Test func offsetRemovedByTheAdminAPIIsGone() throws {
        let store = try ClusterStoreTests.make()
        #expect(store.put("g", "t", 0, 5, order: 1) == .appended)
        #expect(store.put("g", "t", 1, 5, order: 2) == .appended)
        for partition in [Int32(0), -1, 7] { store.store.removeOffset(group: "g", topic: "t", partition: partition) }
        store.store.removeOffset(group: "g", topic: "x", partition: 0)
        #expect(store.windows("g")?.partitions.map { $0.last?.offset } == [nil, 5])
    }

    @Test(arguments: Int16(0)...4)
    func membersOfAClassicGroupOwnPartitions(_ version: Int16) throws {
        let store = try ClusterStoreTests.make()
        Self.commit(store, "g", "t", 0, 5, order: 1)
        store.take(
            WireBytes.groupKey(2, "g"),
            ConsumerRecordsTests.group(version, owning: [("t", [0, 1, 9, -1]), ("x", [0])]),
            order: 2)
        let windows = try #require(store.windows("g"))
        #expect(windows.membership == GroupMembership(state: "Stable", protocolType: "consumer", members: 2))
        #expect(windows.partitions.map(\.owner) == ["/10.0.0.1", "/10.0.0.1"])
        #expect(windows.partitions.map(\.clientID) == ["client-1", "client-1"])
        // As in Burrow, an owner makes a ring, if a blank one.
        #expect(windows.partitions[1].slots == [nil, nil, nil])
        store.take(WireBytes.groupKey(2, "g"), ConsumerRecordsTests.group(version, owning: [("t", [1])]), order: 3)
        #expect(store.windows("g")?.partitions.map(\.owner) == ["", "/10.0.0.1"])
        store.take(WireBytes.groupKey(2, "g"), Self.emptyGroup, order: 4)
        #expect(store.windows("g")?.partitions.map(\.owner) == ["", ""])
        #expect(store.windows("g")?.membership?.state == "Empty")
        #expect(store.store.owners.count == 0)
    }

    private static let emptyGroup = WireBytes.make {
        $0.number(Int16(3))
        $0.text("")
        $0.number(Int32(0))
        $0.text(nil)
        $0.text(nil)
        $0.number(Int64(-1))
        $0.count(0)
    }

    @Test func groupThatOnlyHasMembersIsNotListed() throws {
        let store = try ClusterStoreTests.make()
        store.take(WireBytes.groupKey(2, "g"), ConsumerRecordsTests.group(3), order: 1)
        #expect(store.groups().isEmpty)
        #expect(store.groups(of: "t").isEmpty)
        #expect(store.windows("g") == nil)
        // Its members are known when it commits.
        Self.commit(store, "g", "t", 0, 5, order: 2)
        #expect(store.windows("g")?.membership?.members == 2)
        #expect(store.window("g", 1)?.owner == "/10.0.0.1")
        // Members outlive the group's last offset.
        store.take(WireBytes.commitKey("g", "t", 0), nil, order: 3)
        #expect(store.groups().isEmpty)
        Self.commit(store, "g", "t", 0, 6, order: 4)
        #expect(store.window("g", 0)?.owner == "/10.0.0.1")
    }

    /// In whatever order the records of KIP-848 come, since compaction keeps the last of each key only.
    @Test(arguments: [[4, 5, 8], [4, 8, 5], [5, 4, 8], [5, 8, 4], [8, 4, 5], [8, 5, 4]])
    func membersOfANewGroupOwnPartitions(_ kinds: [Int16]) throws {
        let store = try ClusterStoreTests.make(["t": 2, "u": 1])
        for partition in Int32(0)..<2 { Self.commit(store, "g", "t", partition, 5, order: Int64(partition)) }
        for kind in kinds { Self.take(kind, store) }
        #expect(store.windows("g")?.partitions.map(\.owner) == ["", "/10.0.0.7"])
        #expect(store.windows("g")?.partitions.map(\.clientID) == ["", "app"])
        #expect(
            store.windows("g")?.membership == GroupMembership(state: "Stable", protocolType: "consumer", members: 1))
        // The member moves to the other partition, then leaves.
        store.take(
            WireBytes.groupKey(8, "g", member: "m"), ConsumerRecordsTests.assignment([(1, [0]), (9, [0])]), order: 20)
        #expect(store.windows("g")?.partitions.map(\.owner) == ["/10.0.0.7", ""])
        store.take(WireBytes.groupKey(8, "g", member: "m"), nil, order: 21)
        store.take(WireBytes.groupKey(5, "g", member: "m"), nil, order: 22)
        #expect(store.windows("g")?.partitions.map(\.owner) == ["", ""])
        #expect(store.windows("g")?.membership?.members == 0)
        #expect(store.windows("g")?.membership?.state == "Empty")
        #expect(store.store.memberCount == 0)
        #expect(store.store.owners.count == 0)
        store.take(WireBytes.groupKey(3, "g"), nil, order: 23)
        #expect(store.groups().isEmpty)
    }

    private static func take(_ kind: Int16, _ store: StoreBox) {
        switch kind {
        case 4: store.take(WireBytes.groupKey(4, "g"), ConsumerRecordsTests.partitionMetadata([("t", 1)]), order: 10)
        case 5:
            store.take(
                WireBytes.groupKey(5, "g", member: "m"), ConsumerRecordsTests.member(client: "app", host: "/10.0.0.7"),
                order: 11)
        default:
            store.take(
                WireBytes.groupKey(8, "g", member: "m"), ConsumerRecordsTests.assignment([(1, [1])]), order: 12)
        }
    }

    /// Kafka 4.1 writes ids with commits, where record type 4 is no more.
    @Test func commitsNameTopics() throws {
        let store = try ClusterStoreTests.make()
        for kind in [Int16(5), 8] { Self.take(kind, store) }
        Self.commit(store, "g", "t", 1, 5, order: 30, topicID: (1, 1))
        #expect(store.window("g", 1)?.owner == "/10.0.0.7")
        // Another id: the topic is another one, and the member's assignment is to the old one.
        store.take(
            WireBytes.commitKey("g", "t", 1), WireBytes.commit(6, atMs: Self.nowMs + 1, version: 4, topicID: (1, 2)),
            order: 31)
        store.take(
            WireBytes.groupKey(8, "g", member: "m"), ConsumerRecordsTests.assignment([(2, [0])]), order: 32)
        #expect(store.window("g", 0)?.owner == "/10.0.0.7")
        #expect(store.store.topicIDs == [TopicID(high: 1, low: 2): "t"])
    }

    @Test func namesThatAreNoTextAreLeftOut() throws {
        let store = try ClusterStoreTests.make()
        var key = WireBytes.commitKey("gg", "t", 0)
        key[4] = 0xFF
        store.take(key, WireBytes.commit(5, atMs: Self.nowMs), order: 1)
        #expect(store.groups().isEmpty)
        #expect(store.counters.dropped == 1)
    }
}
