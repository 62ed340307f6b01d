// Sluice
// SPDX-License-Identifier: Apache-2.0

import LagMonitor

/// The store with rings of ten slots, full when the measuring begins.
public enum StoreBenchmarks {
    /// Commits decoded and stored, one for each ring: in the order of groups, and in none. Then all windows, and their
    /// evaluation with them.
    public static func all(partitions: Int) -> [LagBenchmark] {
        let rings = OffsetsStream(rings: partitions, isShuffled: false).rings
        return [
            LagBenchmark(name: "store", partitions: rings, run: storing(rings, isShuffled: false)),
            LagBenchmark(name: "store, shuffled", partitions: rings, run: storing(rings, isShuffled: true)),
            LagBenchmark(name: "windows", partitions: rings, run: visiting(rings)),
            LagBenchmark(name: "windows + evaluate", partitions: rings, run: judging(rings)),
        ]
    }

    /// Bytes of a ring of ten slots: with its index, and with all groups and topics, as the store counts them.
    public static func bytesPerRing(partitions: Int) -> (ring: Int, all: Int) {
        let filled = Filled(partitions, isShuffled: false)
        let bytes = filled.store.heapBytes
        return (bytes.rings / filled.stream.rings, bytes.all / filled.stream.rings)
    }

    private static func storing(_ rings: Int, isShuffled: Bool) -> () -> Int {
        var filled: Filled?
        return {
            if filled == nil { filled = Filled(rings, isShuffled: isShuffled) }
            return filled?.round() == true ? 1 : -1
        }
    }

    private static func visiting(_ rings: Int) -> () -> Int {
        var filled: Filled?
        return {
            if filled == nil { filled = Filled(rings, isShuffled: false) }
            var sum: Int64 = 0
            let nowMs = filled?.nowMs ?? 0
            filled?.store.forEachGroup(nowMs: nowMs) { windows in
                for window in windows.partitions { sum &+= window.currentLag &+ (window.slots.first??.offset ?? 0) }
            }
            return Int(truncatingIfNeeded: sum & 0xFFFF)
        }
    }

    private static func judging(_ rings: Int) -> () -> Int {
        let evaluator = Evaluator(EvaluationPlan())
        var filled: Filled?
        return {
            if filled == nil { filled = Filled(rings, isShuffled: false) }
            var sum = 0
            let nowMs = filled?.nowMs ?? 0
            filled?.store.forEachGroup(nowMs: nowMs) { windows in
                let report = evaluator.group(windows, rules: .burrow, nowMs: nowMs, wantsTrace: false)
                sum &+= report.status.rawValue &+ Int(truncatingIfNeeded: report.totalLag & 0xFFFF)
            }
            return sum & Int.max
        }
    }
}

/// A store whose rings are full.
private struct Filled {
    static let startMs: Int64 = 1_760_000_000_000

    var store: ClusterStore
    var stream: OffsetsStream
    private(set) var nowMs = startMs
    private var rounds = 0

    init(_ rings: Int, isShuffled: Bool) {
        stream = OffsetsStream(rings: rings, isShuffled: isShuffled)
        // A plan without patterns has none that is wrong.
        guard let store = try? ClusterStore(ClusterPlan(name: "bench", brokers: "none")) else {
            preconditionFailure("a plan without patterns is refused")
        }
        self.store = store
        var topics: [String: Int] = [:]
        for topic in 0..<stream.topics { topics[OffsetsStream.topic(topic)] = stream.partitions }
        self.store.setPartitions(topics)
        for sample in 0..<10 as Range<Int64> {
            for topic in topics.keys {
                for partition in 0..<Int32(clamping: stream.partitions) {
                    let end = 1_020_000 + sample
                    self.store.sample(
                        topic: topic, partition: partition,
                        LogEnds(start: 0, highWatermark: end, lastStable: end, sampledAtMs: nowMs))
                }
            }
        }
        // The same bytes in every round: the order of the records makes them new commits.
        stream.write(atMs: nowMs)
        for _ in 0..<12 { _ = round() }
    }

    /// One commit for each ring; false: not all were kept.
    mutating func round() -> Bool {
        rounds += 1
        nowMs += 5000
        // A copy of the reference: the commits are lent while the store changes.
        let stream = stream
        let bytes = stream.bytes.span.bytes
        var order = Int64(rounds) * Int64(stream.rings)
        for record in stream.records {
            let key = bytes.extracting(record.key)
            let value = bytes.extracting(record.value)
            store.take(key: key, value: value, order: order, nowMs: nowMs)
            order += 1
        }
        return store.counters.dropped == 0 && store.counters.undecodable == 0 && store.ringCount == stream.rings
    }
}
