// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The rules that rule set `sluice` has beside Burrow's, by the numbers of docs/LAG.md.
enum SluiceRules {
    /// Rule S1: nobody is judged before the offsets topic was read to where it ended at the start.
    static func isCatchingUp(_ state: CollectorState) -> Bool {
        switch state {
        case .catchingUp, .waitingForOffsetsTopic: true
        case .connecting, .ready, .blind: false
        }
    }

    /// Rule S2: the monitor sees nothing of the cluster.
    static func isBlind(_ state: CollectorState) -> Bool {
        switch state {
        case .connecting, .blind: true
        case .catchingUp, .waitingForOffsetsTopic, .ready: false
        }
    }

    /// Refreshes after which a sample is too old to judge by.
    static let staleRefreshes: Int64 = 3

    /// Rule S3: the newest sample is missing, too old, or from a time that the clock has not reached again since it was
    /// set back.
    static func isStale(_ ends: LogEnds?, nowMs: Int64, staleMs: Int64) -> Bool {
        guard let ends else { return true }
        return nowMs.clampedSubtracting(ends.sampledAtMs).magnitude > staleMs.magnitude
    }

    /// When the oldest of the newest commits of one offset was seen: since then the group stands there.
    static func heldSinceMs(_ run: CommitRun) -> Int64 {
        var since = run.last.observedAtMs
        for slot in run.slots.reversed() {
            guard let slot else { continue }
            if slot.offset != run.last.offset { break }
            since = min(since, slot.observedAtMs)
        }
        return since
    }

    /// Whether a commit was seen at a time that the clock has not reached again since it was set back. Commits are
    /// stamped with whole seconds.
    static func isAhead(_ seenMs: Int64, nowMs: Int64) -> Bool { seenMs > nowMs.clampedAdding(1000) }

    /// Rule S4: the log ends, or ended after the group's last commit, before what the group has committed: it was
    /// truncated, or the topic made anew. A sample that is not newer than the commit proves nothing; one from after the
    /// clock was set back is newer than every commit from before.
    static func isBeyondEnd(_ run: CommitRun, _ ends: LogEnds, _ fall: EndHistory.Fall?, nowMs: Int64) -> Bool {
        let heldMs = heldSinceMs(run).clampedAdding(999)
        let isNewer = ends.sampledAtMs > heldMs || isAhead(heldMs, nowMs: nowMs) && ends.sampledAtMs <= nowMs
        if run.last.offset > ends.highWatermark, isNewer { return true }
        guard let fall else { return false }
        return fall.atMs > heldMs && run.last.offset > fall.end
    }

    /// Rule S5: how many records retention took before the group had committed them.
    static func lostRecords(committed: Int64, logStart: Int64?) -> Int64 {
        max(0, (logStart ?? committed).clampedSubtracting(committed))
    }

    /// Rule S6: how much of a lag is known to hold no data.
    static func phantomLag(_ gap: Range<Int64>?, from position: Int64, to end: Int64) -> Int64 {
        guard let gap else { return 0 }
        return max(0, min(gap.upperBound, end).clampedSubtracting(max(gap.lowerBound, position)))
    }

    /// The end that a group can reach.
    static func end(_ ends: LogEnds, _ isolation: Isolation) -> Int64 {
        switch isolation {
        case .readUncommitted: ends.highWatermark
        case .readCommitted: ends.lastStable ?? ends.highWatermark
        }
    }

    /// How often a group commits, from the timestamps of a window.
    struct Rhythm: Equatable {
        /// Between two commits, in milliseconds.
        var medianMs: Int64
        /// Median of the distances from it.
        var deviationMs: Int64
    }

    /// Nil where there are too few commits to tell.
    static func rhythm(_ run: CommitRun) -> Rhythm? {
        var intervals: [Int64] = []
        intervals.reserveCapacity(run.slots.count)
        var before: Int64?
        for case .some(let slot) in run.slots {
            if let before { intervals.append(max(0, slot.timestampMs.clampedSubtracting(before))) }
            before = slot.timestampMs
        }
        guard intervals.count >= HistoryLimits.intervalsMin else { return nil }
        intervals.sort()
        let median = Self.median(intervals)
        for index in intervals.indices { intervals[index] = Int64(clamping: (intervals[index] - median).magnitude) }
        intervals.sort()
        return Rhythm(medianMs: median, deviationMs: Self.median(intervals))
    }

    /// Of sorted numbers that are not negative, at least one.
    private static func median(_ sorted: [Int64]) -> Int64 {
        let high = sorted[sorted.count / 2]
        let low = sorted[(sorted.count - 1) / 2]
        return low + (high - low) / 2
    }

    /// Silence after which a group is taken to have stopped: so many usual intervals, the longest silence of the window
    /// that ended by itself, and the floor, whichever is the longest. Without a rhythm the window's length
    /// is, as Burrow's.
    static func patienceMs(_ rhythm: Rhythm?, _ run: CommitRun, intervals: Double, floorMs: Int64) -> Int64 {
        guard let rhythm else { return max(floorMs, run.lengthMs) }
        let usual = Double(rhythm.medianMs) + Double(rhythm.deviationMs)
        return max(patienceLeastMs(run, floorMs: floorMs), Int64(clamping: intervals * usual))
    }

    /// What any rhythm allows.
    static func patienceLeastMs(_ run: CommitRun, floorMs: Int64) -> Int64 { max(floorMs, run.longestMs) }

    /// Since when the group is silent: no commit is newer than the moment in which it was seen, whatever its timestamp.
    static func lastCommitMs(_ run: CommitRun) -> Int64 {
        guard run.last.observedAtMs > 0 else { return run.last.timestampMs }
        return min(run.last.timestampMs, run.last.observedAtMs.clampedAdding(999))
    }
}
