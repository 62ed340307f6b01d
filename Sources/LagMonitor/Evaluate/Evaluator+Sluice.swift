// Sluice
// SPDX-License-Identifier: Apache-2.0

extension Evaluator {
    /// Rule set `sluice`.
    func sluice(
        _ window: PartitionWindow, _ history: EndHistory?, nowMs: Int64, _ context: SluiceContext, _ wantsTrace: Bool
    ) -> PartitionReport {
        var trace = TraceRecorder(isOn: wantsTrace)
        let complete = CommitRun.complete(window)
        var report = PartitionReport(
            window: window, status: .ok, complete: complete, currentLag: window.currentLag, trace: RuleTrace())
        let run = CommitRun(window)
        var position = run?.last.offset ?? 0
        var phantomLag: Int64 = 0
        var lostRecords: Int64 = 0
        if let run, let ends = window.ends {
            lostRecords = SluiceRules.lostRecords(committed: run.last.offset, logStart: ends.start)
            position = max(position, ends.start ?? position)
            let end = SluiceRules.end(ends, context.isolation)
            phantomLag = SluiceRules.phantomLag(history?.gap, from: position, to: end)
            if phantomLag > 0, let gap = history?.gap, gap.contains(position) { position = min(gap.upperBound, end) }
            let lag = max(0, end.clampedSubtracting(max(run.last.offset, ends.start ?? run.last.offset)))
            report.currentLag = max(0, lag - phantomLag)
        }
        if let status = asksBlind(window.ends, nowMs: nowMs, context, &trace) {
            report.status = status
        } else if let run = judgeable(run, window, complete, &trace), let ends = window.ends {
            let passage = report.currentLag > 0 ? history?.time(of: position) ?? .unknown : .notYet
            let input = ProgressInput(
                run: run, ends: ends, position: position, lag: report.currentLag,
                phantomLag: phantomLag, lostRecords: lostRecords, nowMs: nowMs, passage: passage)
            report.progress = PartitionProgress(input, history)
            report.status = judge(input, history, window.brokerOffsets, &trace)
        }
        report.trace = RuleTrace(trace.steps)
        return report
    }

    /// Rules S1 to S3: whether the monitor can judge at all.
    private func asksBlind(
        _ ends: LogEnds?, nowMs: Int64, _ context: SluiceContext, _ trace: inout TraceRecorder
    ) -> LagStatus? {
        let isCatchingUp = trace.asks(
            "catching_up", SluiceRules.isCatchingUp(context.collector), Self.left(context.collector))
        if isCatchingUp { return .catchingUp }
        if trace.asks("blind", SluiceRules.isBlind(context.collector)) { return .unknown }
        let staleMs = context.staleMs
        let isStale = trace.asks(
            "samples_stale", SluiceRules.isStale(ends, nowMs: nowMs, staleMs: staleMs),
            (ends.map { [("age_ms", nowMs.clampedSubtracting($0.sampledAtMs))] } ?? []) + [("stale_ms", staleMs)])
        return isStale ? .unknown : nil
    }

    private static func left(_ state: CollectorState) -> [(name: String, value: Int64)] {
        if case .catchingUp(let left) = state { [("records_left", left)] } else { [] }
    }

    private func judge(
        _ input: ProgressInput, _ history: EndHistory?, _ brokerOffsets: [Int64], _ trace: inout TraceRecorder
    ) -> LagStatus {
        if asksBeyondEnd(input, history?.fall, &trace) { return .rewind }
        let status = judgeLag(input, history?.gap, brokerOffsets, &trace)
        // Last, so that what decided stands last; a loss that something worse hides is in the progress.
        guard status == .ok, input.lostRecords > 0 else { return status }
        _ = trace.asks(
            "records_lost", true,
            [
                ("committed", input.run.last.offset), ("log_start", input.ends.start ?? 0),
                ("lost", input.lostRecords),
            ])
        return .warn
    }

    private func judgeLag(
        _ input: ProgressInput, _ gap: Range<Int64>?, _ brokerOffsets: [Int64], _ trace: inout TraceRecorder
    ) -> LagStatus {
        let run = input.run
        if let gap, input.phantomLag > 0 {
            _ = trace.asks(
                "phantom_lag", true,
                [("phantom_lag", input.phantomLag), ("gap_from", gap.lowerBound), ("gap_to", gap.upperBound)])
        }
        if asksNoLag(input.lag, plan.allowedLag, &trace) { return .ok }
        if asksSilent(input, brokerOffsets, &trace) { return .stop }
        if asksRewoundForGood(run, &trace) { return .rewind }
        guard asksAlwaysNonzero(run, plan.allowedLag, &trace) else { return .ok }
        // One commit says nothing about where a group goes.
        if trace.asks("single_commit", run.isSingle) { return .ok }
        if asksStalled(run, &trace) { return .stall }
        return asksNotDecreasing(run, &trace) ? .warn : .ok
    }

    private func asksBeyondEnd(
        _ input: ProgressInput, _ fall: EndHistory.Fall?, _ trace: inout TraceRecorder
    ) -> Bool {
        trace.asks(
            "beyond_end", SluiceRules.isBeyondEnd(input.run, input.ends, fall, nowMs: input.nowMs),
            [("committed", input.run.last.offset), ("end", input.ends.highWatermark)]
                + (fall.map { [("fell_to", $0.end), ("fell_at_ms", $0.atMs)] } ?? []))
    }

    /// Rule S7, with Burrow's rule 2 beside it, and rule 3 where nothing better says how long data have waited.
    private func asksSilent(
        _ input: ProgressInput, _ brokerOffsets: [Int64], _ trace: inout TraceRecorder
    ) -> Bool {
        let run = input.run
        _ = asksStopped(run, nowMs: input.nowMs, &trace)
        let lastMs = SluiceRules.lastCommitMs(run)
        let silenceMs = max(0, input.nowMs.clampedSubtracting(lastMs))
        // Of a silence that began before the clock was set back nothing is known; ends go back with the clock.
        let longestMs = SluiceRules.isAhead(lastMs, nowMs: input.nowMs) ? Int64.max : silenceMs
        var waitedMs = silenceMs
        var isKnown = false
        switch input.passage {
        case .notYet:
            waitedMs = 0
            isKnown = true
        case .at(let end) where !end.isAtLeast:
            waitedMs = min(longestMs, max(0, input.nowMs.clampedSubtracting(end.timeMs)))
            isKnown = true
        case .at, .unknown: break
        }
        // The rhythm takes two sorts: not where no rhythm changes the answer, and nobody reads it.
        if !trace.isOn, waitedMs <= SluiceRules.patienceLeastMs(run, floorMs: stopFloorMs) { return false }
        let rhythm = SluiceRules.rhythm(run)
        let patienceMs = SluiceRules.patienceMs(
            rhythm, run, intervals: plan.stopIntervals, floorMs: stopFloorMs)
        let isSilent = trace.asks(
            "silent", waitedMs > patienceMs,
            [("silence_ms", silenceMs), ("waited_ms", waitedMs), ("patience_ms", patienceMs)]
                + (rhythm.map { [("median_ms", $0.medianMs), ("deviation_ms", $0.deviationMs)] } ?? []))
        if isKnown || !isSilent { return isSilent }
        return !asksCaughtUp(run, brokerOffsets, &trace)
    }
}
