// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Burrow's rules, one function each, by the numbers of docs/LAG.md. All are total: any number may stand in a commit.
/// Source: Burrow 1.9.5, `evaluator/caching.go`; where 1.2.1 differs, it is in the order (`Evaluator`).
enum BurrowRules {
    /// Rule 1: there is no lag to speak of.
    static func hasNoLag(_ currentLag: Int64, allowedLag: Int64) -> Bool { currentLag <= allowedLag }

    /// Rule 2: the last commit is older than the window is long.
    static func isStopped(_ run: CommitRun, nowMs: Int64) -> Bool {
        nowMs.clampedSubtracting(run.last.timestampMs) > run.lengthMs
    }

    /// Rule 3: a sample of the end that is still kept was not beyond the last commit.
    static func wasRecentlyCaughtUp(_ run: CommitRun, _ brokerOffsets: [Int64]) -> Bool {
        let committed = run.last.offset
        return brokerOffsets.contains { $0 <= committed }
    }

    /// Rule 4: the first commit below the one before it: its index in the run, and the offset before it; nil: none.
    static func rewind(_ run: CommitRun) -> (index: Int, from: Int64, to: Int64)? {
        var before = run.first.offset
        for index in run.slots.indices {
            guard let slot = run.slots[index] else { continue }
            if slot.offset < before { return (index - run.slots.startIndex, before, slot.offset) }
            before = slot.offset
        }
        return nil
    }

    /// Rule 5: after that, a commit reached the offset before it again. Later rewinds are not looked at.
    static func hasRecovered(_ run: CommitRun, from index: Int, to high: Int64) -> Bool {
        run.slots[(run.slots.startIndex + index)...].contains { slot in
            if let slot { slot.offset >= high } else { false }
        }
    }

    /// Rule 6: no commit of the window found less lag than that; an unknown lag does not count as little.
    static func isLagAlwaysNonzero(_ run: CommitRun, allowedLag: Int64) -> Bool {
        for case .some(let slot) in run.slots {
            if let lag = slot.lag, lag <= allowedLag { return false }
        }
        return true
    }

    /// Rule 7: all commits have one offset.
    static func isStalled(_ run: CommitRun) -> Bool {
        let offset = run.first.offset
        for case .some(let slot) in run.slots where slot.offset != offset { return false }
        return true
    }

    /// Rule 8: from one known lag to the next, none is lower.
    static func isLagNotDecreasing(_ run: CommitRun) -> Bool { fall(run) == nil }

    /// The first two known lags of which the second is lower.
    static func fall(_ run: CommitRun) -> (from: Int64, to: Int64)? {
        var before: Int64?
        for case .some(let slot) in run.slots {
            guard let lag = slot.lag else { continue }
            if let before, lag < before { return (before, lag) }
            before = lag
        }
        return nil
    }

    /// The lowest known lag; nil: none is known.
    static func lowestLag(_ run: CommitRun) -> Int64? { run.slots.lazy.compactMap { $0?.lag }.min() }
}
