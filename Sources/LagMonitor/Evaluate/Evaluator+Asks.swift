// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Burrow's rules with what each compared, for the trace.
extension Evaluator {
    func asksNoLag(_ currentLag: Int64, _ allowedLag: Int64, _ trace: inout TraceRecorder) -> Bool {
        trace.asks(
            "current_lag_zero", BurrowRules.hasNoLag(currentLag, allowedLag: allowedLag),
            [("current_lag", currentLag), ("allowed_lag", allowedLag)])
    }

    func asksStopped(_ run: CommitRun, nowMs: Int64, _ trace: inout TraceRecorder) -> Bool {
        trace.asks(
            "stopped", BurrowRules.isStopped(run, nowMs: nowMs),
            [("age_ms", nowMs.clampedSubtracting(run.last.timestampMs)), ("window_ms", run.lengthMs)])
    }

    func asksCaughtUp(_ run: CommitRun, _ brokerOffsets: [Int64], _ trace: inout TraceRecorder) -> Bool {
        trace.asks(
            "recently_caught_up", BurrowRules.wasRecentlyCaughtUp(run, brokerOffsets),
            [("committed", run.last.offset), ("samples", Int64(brokerOffsets.count))]
                + (brokerOffsets.min().map { [("lowest_end", $0)] } ?? []))
    }

    func asksRewound(_ run: CommitRun, _ trace: inout TraceRecorder) -> (index: Int, from: Int64, to: Int64)? {
        let rewind = BurrowRules.rewind(run)
        _ = trace.asks("rewound", rewind != nil, rewind.map { [("from", $0.from), ("to", $0.to)] } ?? [])
        return rewind
    }

    /// Rules 4 and 5.
    func asksRewoundForGood(_ run: CommitRun, _ trace: inout TraceRecorder) -> Bool {
        guard let rewind = asksRewound(run, &trace) else { return false }
        let hasRecovered = trace.asks(
            "rewind_recovered", BurrowRules.hasRecovered(run, from: rewind.index, to: rewind.from),
            [("from", rewind.from), ("committed", run.last.offset)])
        return !hasRecovered
    }

    func asksAlwaysNonzero(_ run: CommitRun, _ allowedLag: Int64, _ trace: inout TraceRecorder) -> Bool {
        trace.asks(
            "lag_always_nonzero", BurrowRules.isLagAlwaysNonzero(run, allowedLag: allowedLag),
            (BurrowRules.lowestLag(run).map { [("lowest_lag", $0)] } ?? []) + [("allowed_lag", allowedLag)])
    }

    func asksStalled(_ run: CommitRun, _ trace: inout TraceRecorder) -> Bool {
        trace.asks(
            "stalled", BurrowRules.isStalled(run),
            [("first_offset", run.first.offset), ("last_offset", run.last.offset)])
    }

    func asksNotDecreasing(_ run: CommitRun, _ trace: inout TraceRecorder) -> Bool {
        let fall = BurrowRules.fall(run)
        return trace.asks(
            "lag_not_decreasing", fall == nil, fall.map { [("lag_before", $0.from), ("lag_after", $0.to)] } ?? [])
    }
}
