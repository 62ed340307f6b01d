// Sluice
// SPDX-License-Identifier: Apache-2.0

@testable import LagMonitor

/// A group's partition under rule set `sluice`, in seconds, and what is said of it.
struct SluiceScene: Sendable {
    var plan = EvaluationPlan()
    /// Oldest first.
    var commits: [(atS: Int64, offset: Int64, lag: Int64?)]
    var start: Int64? = 0
    var end: Int64
    /// Nil: the end.
    var lastStable: Int64?
    var nowS: Int64
    /// Nil: five seconds ago.
    var sampledS: Int64?
    /// No commit was seen after that; nil: each when it was made.
    var observedS: Int64?
    /// Every commit was read then or later, as after a start; nil: each when it was made.
    var readS: Int64?
    var isolation = Isolation.readCommitted
    var collector = CollectorState.ready
    /// Ends of the log by time; the newest sample is not among them by itself.
    var ends: [(atS: Int64, end: Int64)] = []
    var gap: Range<Int64>?

    /// A group that commits every `every` seconds, at the end of the log each time, `last` at the last.
    static func steady(every: Int64, last lastS: Int64, offset: Int64 = 1000) -> [(Int64, Int64, Int64?)] {
        (0..<10).map { (lastS - (9 - $0) * every, offset - (9 - $0) * 10, 0) }
    }

    var window: PartitionWindow {
        let slots = commits.enumerated().map { index, commit -> CommitSlot? in
            CommitSlot(
                offset: commit.offset, timestampMs: commit.atS * 1000,
                observedAtMs: max(min(commit.atS, observedS ?? .max), readS ?? 0) * 1000,
                lag: commit.lag, order: Int64(index))
        }
        let asked = LogEnds(
            start: start, highWatermark: end, lastStable: lastStable ?? end, sampledAtMs: (sampledS ?? nowS - 5) * 1000)
        return PartitionWindow(
            topic: "t", partition: 0, slots: slots, brokerOffsets: [end],
            currentLag: max(0, end - (commits.last?.offset ?? end)), ends: asked)
    }

    var report: PartitionReport { report(wantsTrace: true) }

    func report(wantsTrace: Bool) -> PartitionReport {
        var history: EndHistory?
        if !ends.isEmpty {
            var told = EndHistory()
            for sample in ends { told.add(end: sample.end, start: start, atMs: sample.atS * 1000) }
            if let gap { told.setGap(gap) }
            history = told
        }
        let known = history
        let context = SluiceContext(
            isolation: isolation, offsetRefresh: .seconds(10), collector: collector, history: { _, _ in known })
        return Evaluator(plan).partition(
            window, rules: .sluice, nowMs: nowS * 1000, context: context, wantsTrace: wantsTrace)
    }
}
