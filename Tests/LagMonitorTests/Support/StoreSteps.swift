// Sluice
// SPDX-License-Identifier: Apache-2.0

@testable import LagMonitor

/// Steps of tests; what they give back can stand in `#expect`.
extension ClusterStore {
    mutating func sample(_ topic: String, _ partition: Int, _ end: Int64, atMs: Int64 = ClusterStoreTests.nowMs) {
        sample(
            topic: topic, partition: Int32(partition),
            LogEnds(start: 0, highWatermark: end, lastStable: nil, sampledAtMs: atMs))
    }

    mutating func take(_ key: [UInt8], _ value: [UInt8]?, order: Int64, nowMs: Int64 = ClusterStoreTests.nowMs) {
        if let value {
            take(key: key.span.bytes, value: value.span.bytes, order: order, nowMs: nowMs)
        } else {
            take(key: key.span.bytes, value: nil, order: order, nowMs: nowMs)
        }
    }

    /// Of a copy, so that looking changes nothing.
    func windows(_ group: String, nowMs: Int64 = ClusterStoreTests.nowMs) -> GroupWindows? {
        var copy = self
        return copy.windows(of: group, nowMs: nowMs)
    }

    func window(_ group: String, _ partition: Int) -> PartitionWindow? {
        windows(group).flatMap { $0.partitions.indices.contains(partition) ? $0.partitions[partition] : nil }
    }
}

/// A store by reference: macros call nothing that changes a value.
@dynamicMemberLookup
final class StoreBox {
    var store: ClusterStore

    init(_ store: ClusterStore) {
        self.store = store
    }

    subscript<Value>(dynamicMember path: KeyPath<ClusterStore, Value>) -> Value { store[keyPath: path] }

    func put(
        _ group: String, _ topic: String, _ partition: Int32, _ offset: Int64, order: Int64,
        atMs timestampMs: Int64 = ClusterStoreTests.nowMs, isSealed: Bool = false
    ) -> CommitOutcome {
        store.store(
            group: group, topic: topic, partition: partition, offset: offset, timestampMs: timestampMs, order: order,
            nowMs: ClusterStoreTests.nowMs, isSealed: isSealed)
    }

    func take(_ key: [UInt8], _ value: [UInt8]?, order: Int64) { store.take(key, value, order: order) }

    func windows(_ group: String) -> GroupWindows? { store.windows(group) }
    func window(_ group: String, _ partition: Int) -> PartitionWindow? { store.window(group, partition) }
    func groups() -> [String] { store.groups() }
    func groups(of topic: String) -> [String] { store.groups(of: topic) }
    func ends(of topic: String) -> [LogEnds?]? { store.ends(of: topic) }
    func setPartitions(_ counts: [String: Int]) { store.setPartitions(counts) }
    func remove(group: String) -> Bool { store.remove(group: group) }
    func remove(group: String, topic: String) -> Bool { store.remove(group: group, topic: topic) }
    func sample(_ topic: String, _ partition: Int, _ end: Int64, atMs: Int64 = ClusterStoreTests.nowMs) {
        store.sample(topic, partition, end, atMs: atMs)
    }
}
