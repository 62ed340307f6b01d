// Sluice
// SPDX-License-Identifier: Apache-2.0

import LagMonitor

/// Records of the offsets topic: anybody who may produce there writes them. An input is a key with its length in the
/// first byte, then a value; the store takes it between two commits of its own.
final class OffsetsTarget: FuzzTarget {
    static let name = "offsets"

    private static let nowMs: Int64 = 1_700_000_000_000

    init() {}

    func run(_ input: UnsafeRawBufferPointer) {
        guard let first = input.first, let store = try? ClusterStore(ClusterPlan(name: "fuzz", brokers: "none")) else {
            return
        }
        let rest = input.bytes.extracting(droppingFirst: 1)
        let key = rest.extracting(first: min(Int(first), rest.byteCount))
        let value = rest.extracting(droppingFirst: key.byteCount)
        let record = OffsetsRecord.decode(key: key, value: value)
        if case .commit(let place, let commit)? = record {
            check(place.group.upperBound <= key.byteCount, "a group's name ends behind the key")
            check(place.topic.upperBound <= key.byteCount, "a topic's name ends behind the key")
            check((commit?.metadata?.upperBound ?? 0) <= value.byteCount, "metadata end behind the value")
        }
        take(key, value, store, isDecoded: record != nil)
    }

    private func take(_ key: RawSpan, _ value: RawSpan, _ empty: ClusterStore, isDecoded: Bool) {
        var store = empty
        store.setPartitions(["t": 2])
        let ends = LogEnds(start: 0, highWatermark: 100, lastStable: 100, sampledAtMs: Self.nowMs)
        for partition in Int32(0)..<2 { store.sample(topic: "t", partition: partition, ends) }
        commit(&store, order: 1)
        store.take(key: key, value: value, order: 2, nowMs: Self.nowMs)
        commit(&store, order: 3)
        let counters = store.counters
        check(counters.records == 1, "a record counts once")
        check((counters.undecodable == 1) == !isDecoded, "the store and the decoder differ")
        guard let windows = store.windows(of: "g", nowMs: Self.nowMs) else { violated("a record took a live group") }
        check(windows.partitions[0].last?.order == 3, "the newest commit is not the last one")
        check(windows.partitions.allSatisfy { $0.currentLag >= 0 }, "a negative lag")
        check(windows.partitions.allSatisfy { $0.slots.isEmpty || $0.slots.count == 10 }, "a ring of another size")
    }

    private func commit(_ store: inout ClusterStore, order: Int64) {
        store.commit(
            group: "g", topic: "t", partition: 0, offset: 90, timestampMs: Self.nowMs + order, order: order,
            nowMs: Self.nowMs)
    }
}
