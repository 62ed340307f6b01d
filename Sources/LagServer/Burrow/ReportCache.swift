// Sluice
// SPDX-License-Identifier: Apache-2.0

import LagMonitor
import Platform

/// Repeats what was found about a group for a while, as Burrow's evaluator does (1.9.5, caching): a group that is not
/// there is remembered too, and a deleted one lives on until its time is over.
final class ReportCache: Sendable {
    private struct Key: Hashable {
        let cluster: String
        let group: String
    }

    private struct Entry {
        let report: GroupReport?
        let since: Duration
    }

    private let lifetime: Duration
    private let now: @Sendable () -> Duration
    private let entries = Locked<[Key: Entry]>([:])

    init(lifetime: Duration, now: @escaping @Sendable () -> Duration) {
        self.lifetime = lifetime
        self.now = now
    }

    /// The report of a group; `judge` is asked where there is none that is young enough.
    func report(_ cluster: String, _ group: String, _ judge: () -> GroupReport?) -> GroupReport? {
        let now = now()
        let key = Key(cluster: cluster, group: group)
        if let entry = entries.withLock({ $0[key] }), now - entry.since < lifetime { return entry.report }
        let report = judge()
        guard lifetime > .zero else { return report }
        let entry = Entry(report: report, since: now)
        entries.withLock { entries in
            if entries.count >= LagServerLimits.cachedReportsMax { entries.removeAll(keepingCapacity: true) }
            entries[key] = entry
        }
        return report
    }
}
