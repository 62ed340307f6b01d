// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What progress is measured from.
struct ProgressInput {
    var run: CommitRun
    var ends: LogEnds
    /// First offset that may hold a record that the group has not committed.
    var position: Int64
    /// Without what is phantom.
    var lag: Int64
    var phantomLag: Int64
    var lostRecords: Int64
    var nowMs: Int64
    var passage: EndPassage

    /// Whether the time since the last commit is longer than any between two of the window.
    var isSilent: Bool { nowMs.clampedSubtracting(run.last.timestampMs) > run.longestMs }
}

extension PartitionProgress {
    init(_ input: ProgressInput, _ history: EndHistory?) {
        self.init(lostRecords: input.lostRecords, phantomLag: input.phantomLag)
        setTimeLag(input)
        velocity = Self.velocity(input, history)
        if input.lag == 0 {
            catchUpMs = 0
        } else if let velocity, velocity < 0 {
            catchUpMs = Int64(clamping: Double(input.lag) / -velocity * 1000)
        }
        guard let start = input.ends.start else { return }
        let margin = max(0, input.run.last.offset.clampedSubtracting(start))
        retentionMargin = margin
        guard input.lag > 0, let pace = history?.startPace() else { return }
        let approach = pace - Self.commitPace(input)
        if approach > 0 { dataLossMs = Int64(clamping: Double(margin) / approach * 1000) }
    }

    private mutating func setTimeLag(_ input: ProgressInput) {
        if input.lag == 0 {
            timeLagMs = 0
            method = .caughtUp
            return
        }
        switch input.passage {
        case .unknown: break
        case .notYet:
            // The end that made the lag is newer than the newest sample of the history.
            timeLagMs = 0
            method = .history
        case .at(let end):
            timeLagMs = max(0, input.nowMs.clampedSubtracting(end.timeMs))
            method = end.method
            isTimeLagAtLeast = end.isAtLeast
            timeLagErrorMs = end.errorMs
        }
    }

    /// Offsets committed a second over the window, up to now where the group is silent for longer than usual.
    private static func commitPace(_ input: ProgressInput) -> Double {
        let run = input.run
        let until = input.isSilent ? input.nowMs : run.last.timestampMs
        let elapsed = until.clampedSubtracting(run.first.timestampMs)
        guard elapsed >= 1000 else { return 0 }
        return max(0, Double(run.last.offset) - Double(run.first.offset)) * 1000 / Double(elapsed)
    }

    /// The lag's growth between two commits of the window; where the group is silent, between the last one and now.
    /// Lags are compared at the moments of commits, so that it does not matter when the ends are asked.
    private static func velocity(_ input: ProgressInput, _ history: EndHistory?) -> Double? {
        let run = input.run
        let last = run.last
        let isSilent = input.isSilent
        let untilMs = isSilent ? input.ends.sampledAtMs : last.timestampMs
        let latest = untilMs.clampedSubtracting(HistoryLimits.velocityWindowMs)
        var from = run.first
        for case .some(let slot) in run.slots where slot.timestampMs <= latest { from = slot }
        let isRemembered = history?.ends.first.map { $0.atMs <= from.timestampMs } ?? false
        // A lag that was frozen is that of the moment when the commit was seen: long after it, when it is read anew
        // after a start.
        func momentMs(_ slot: CommitSlot) -> Int64 {
            isRemembered ? slot.timestampMs : max(slot.timestampMs, slot.observedAtMs)
        }
        let elapsed = (isSilent ? untilMs : momentMs(last)).clampedSubtracting(momentMs(from))
        guard elapsed >= 1000 else { return nil }
        guard let before = lag(at: from, history, isRemembered) else { return nil }
        let after = isSilent ? input.lag : lag(at: last, history, isRemembered)
        guard let after else { return nil }
        return (Double(after) - Double(before)) * 1000 / Double(elapsed)
    }

    /// The lag when a commit was made: from the history, or as it was frozen then.
    private static func lag(at slot: CommitSlot, _ history: EndHistory?, _ isRemembered: Bool) -> Int64? {
        guard isRemembered, let end = history?.ends.offset(atMs: slot.timestampMs) else { return slot.lag }
        return max(0, end.clampedSubtracting(slot.offset))
    }
}
