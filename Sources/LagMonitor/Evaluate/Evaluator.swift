// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Judges partitions and groups: the same input always gives the same answer. A plain value; any thread may use it.
package struct Evaluator: Sendable {
    package let plan: EvaluationPlan

    package init(_ plan: EvaluationPlan) {
        self.plan = plan
    }

    /// Judges a partition. `context` is for rule set `sluice`; nil there: all is well with the monitor, and there is no
    /// history. Without `wantsTrace` the trace stays empty, which is several times faster.
    package func partition(
        _ window: PartitionWindow, rules: RuleSet, nowMs: Int64, context: SluiceContext? = nil, wantsTrace: Bool = true
    ) -> PartitionReport {
        var trace = TraceRecorder(isOn: wantsTrace)
        if rules == .sluice {
            return sluice(window, nowMs: nowMs, context ?? SluiceContext(), &trace)
        }
        let complete = CommitRun.complete(window)
        let status = burrow(window, complete, isOld: rules == .burrow12, nowMs: Self.wholeSeconds(nowMs), &trace)
        return PartitionReport(
            window: window, status: status, complete: complete, currentLag: window.currentLag,
            trace: RuleTrace(trace.steps))
    }

    /// Burrow reads its clock in whole seconds.
    static func wholeSeconds(_ nowMs: Int64) -> Int64 { nowMs - nowMs % 1000 }

    /// What a window must have to be judged at all; nil: it is OK.
    func judgeable(_ window: PartitionWindow, _ complete: Float, _ trace: inout TraceRecorder) -> CommitRun? {
        guard let run = CommitRun(window) else {
            _ = trace.asks("no_commits", true, [("slots", Int64(window.slots.count))])
            return nil
        }
        let isIncomplete = trace.asks(
            "incomplete", complete < plan.minimumComplete,
            [
                ("commits", Int64(run.slots.lazy.filter { $0 != nil }.count)), ("slots", Int64(window.slots.count)),
                ("minimum_percent", Int64(clamping: (Double(plan.minimumComplete) * 100).rounded())),
            ])
        return isIncomplete ? nil : run
    }

    private func burrow(
        _ window: PartitionWindow, _ complete: Float, isOld: Bool, nowMs: Int64, _ trace: inout TraceRecorder
    ) -> LagStatus {
        guard let run = judgeable(window, complete, &trace) else { return .ok }
        // 1.2.1 knows no allowed lag.
        let allowedLag = isOld ? 0 : plan.allowedLag
        if asksNoLag(window.currentLag, allowedLag, &trace) { return .ok }
        if asksStopped(run, nowMs: nowMs, &trace), !asksCaughtUp(run, window.brokerOffsets, &trace) { return .stop }
        if isOld {
            guard asksAlwaysNonzero(run, allowedLag, &trace) else { return .ok }
            if asksRewound(run, &trace) != nil { return .rewind }
        } else {
            if asksRewoundForGood(run, &trace) { return .rewind }
            guard asksAlwaysNonzero(run, allowedLag, &trace) else { return .ok }
        }
        if asksStalled(run, &trace) { return .stall }
        return asksNotDecreasing(run, &trace) ? .warn : .ok
    }
}
