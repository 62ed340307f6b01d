// Sluice
// SPDX-License-Identifier: Apache-2.0

import LagMonitor

/// A pass of evaluation over groups of fifty partitions each: a third caught up, a third healthy with lag, the rest
/// falling behind, stalled, stopped or rewound.
public enum EvaluationBenchmarks {
    private static let nowMs: Int64 = 1_700_000_000_000
    private static let groupPartitions = 50

    /// Each rule set with and without its trace, and one refresh of the history of ends.
    public static func all(partitions: Int) -> [LagBenchmark] {
        let groups = groups(partitions)
        let history = history()
        var context = SluiceContext()
        context.topicHistory = { history[$0] }
        let judged = context
        let evaluator = Evaluator(EvaluationPlan())
        return RuleSet.allCases.flatMap { rules in
            [false, true].map { wantsTrace in
                LagBenchmark(
                    name: "evaluate \(rules.rawValue)\(wantsTrace ? " + trace" : "")", partitions: partitions
                ) {
                    var sum = 0
                    for windows in groups {
                        let report = evaluator.group(
                            windows, rules: rules, nowMs: nowMs, context: judged, wantsTrace: wantsTrace)
                        sum &+= report.status.rawValue &+ Int(truncatingIfNeeded: report.totalLag & 0xFFFF)
                    }
                    return sum & Int.max
                }
            }
        } + [historyBenchmark(partitions: partitions)]
    }

    /// One refresh: a sample for each of as many partitions.
    private static func historyBenchmark(partitions: Int) -> LagBenchmark {
        var history = ClusterHistory()
        var round: Int64 = 0
        return LagBenchmark(name: "history add", partitions: partitions) {
            round += 1
            for partition in 0..<Int32(clamping: partitions) {
                let noise = Int64(partition) &* 7919 &* round % 1000
                history.add(
                    topic: "t", partition: partition,
                    LogEnds(
                        start: round, highWatermark: round * 1000 + noise, lastStable: nil,
                        sampledAtMs: nowMs + round * 10_000))
            }
            return history.count
        }
    }

    private static func groups(_ partitions: Int) -> [GroupWindows] {
        var groups: [GroupWindows] = []
        for first in stride(from: 0, to: partitions, by: groupPartitions) {
            let windows = (first..<min(first + groupPartitions, partitions)).map(window)
            groups.append(GroupWindows(cluster: "cluster", group: "group-\(first)", partitions: windows))
        }
        return groups
    }

    private static func window(_ number: Int) -> PartitionWindow {
        let end: Int64 = 1_000_000
        let slots = (0..<10 as Range<Int64>).map { slot -> CommitSlot? in
            let behind = 9 - slot
            let (offset, lag, ageMs): (Int64, Int64, Int64) =
                switch number % 12 {
                case 0..<4: (end - behind * 100, 0, 0)
                case 4..<8: (end - 500 - behind * 100, 500 + slot % 3, 0)
                case 8: (end - 5000 - behind * 10, 1000 + slot * 100, 0)
                case 9: (end - 5000, 4000 + slot * 100, 0)
                case 10: (end - 5000 - behind * 100, 100 + slot, 3_600_000)
                default: (slot == 8 ? end - 100 : end - 9000 + slot, 5000, 0)
                }
            let atMs = nowMs - 3000 - behind * 5000 - ageMs
            return CommitSlot(offset: offset, timestampMs: atMs, observedAtMs: atMs, lag: lag, order: slot)
        }
        let committed = slots.last??.offset ?? end
        var window = PartitionWindow(
            topic: "orders.\(number / groupPartitions % 10)", partition: Int32(number % groupPartitions), slots: slots,
            brokerOffsets: (0..<10).map { end - (9 - $0) * 100 }, currentLag: end - committed,
            ends: LogEnds(start: 0, highWatermark: end, lastStable: end, sampledAtMs: nowMs - 4000))
        window.owner = "/10.1.2.3"
        window.clientID = "consumer-of-orders-\(number % 7)"
        return window
    }

    /// Twenty minutes of ends of ten topics.
    private static func history() -> ClusterHistory {
        var history = ClusterHistory()
        for topic in 0..<10 {
            for partition in 0..<Int32(groupPartitions) {
                for sample in 0...120 as ClosedRange<Int64> {
                    let noise = sample * (Int64(partition) + 3) * 7919 % 90
                    let end = sample == 120 ? 1_000_000 : 1_000_000 - (120 - sample) * 100 + noise
                    history.add(
                        topic: "orders.\(topic)", partition: partition,
                        LogEnds(
                            start: 0, highWatermark: end, lastStable: nil,
                            sampledAtMs: nowMs - 4000 - (120 - sample) * 10_000))
                }
            }
        }
        return history
    }
}
