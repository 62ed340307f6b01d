// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LagMonitor

struct GroupReportTests {
    @Test func aCondensedReportKeepsWhatAListShows() {
        let commits = (1...3).map { number in
            CommitSlot(offset: number, timestampMs: number, observedAtMs: number, lag: number, order: number)
        }
        let ends = LogEnds(start: 0, highWatermark: 9, lastStable: 9, sampledAtMs: 5)
        let windows = GroupWindows(
            cluster: "c", group: "g",
            partitions: [
                PartitionWindow(
                    topic: "t", partition: 0, slots: [nil] + commits, brokerOffsets: [7, 9], currentLag: 6, ends: ends),
                PartitionWindow(topic: "t", partition: 1, slots: [], brokerOffsets: [], currentLag: 0),
            ])
        let whole = Evaluator(EvaluationPlan()).group(windows, rules: .burrow, nowMs: 10_000)
        var report = whole
        report.condense()
        #expect(report.partitions.map(\.window.slots) == [[commits[2]], []])
        #expect(report.partitions.map(\.window.brokerOffsets) == [[], []])
        #expect(report.partitions.map(\.window.ends) == [ends, nil])
        #expect(report.partitions.map(\.status) == whole.partitions.map(\.status))
        #expect(report.totalLag == 6 && report.worst == 0 && report.complete == whole.complete)
    }
}
