// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform
import Regex

extension ClusterMonitor {
    package func report(on group: String, rules: RuleSet) -> GroupReport? {
        let nowMs = time.wallMs()
        guard let windows = store.withLock({ $0.windows(of: group, nowMs: nowMs) }) else { return nil }
        return judge(windows, rules, nowMs, state)
    }

    package func reports(rules: RuleSet) -> [GroupReport] {
        let nowMs = time.wallMs()
        let state = self.state
        // Group by group, so that the reader of commits never waits for all of them; in the same memory, which a
        // condensed report has left.
        var windows = GroupWindows(cluster: name, group: "", partitions: [])
        return store.withLock { $0.groups() }.compactMap { group in
            guard store.withLock({ $0.fill(&windows, with: group, nowMs: nowMs) }) else { return nil }
            var report = judge(windows, rules, nowMs, state, wantsTrace: false)
            report.condense()
            return report
        }
    }

    /// Nobody shows the traces of all groups, and they cost more than all the rest.
    private func judge(
        _ windows: GroupWindows, _ rules: RuleSet, _ nowMs: Int64, _ state: CollectorState, wantsTrace: Bool = true
    ) -> GroupReport {
        if rules != .sluice { return evaluator.group(windows, rules: rules, nowMs: nowMs, wantsTrace: wantsTrace) }
        let history = self.history
        var context = SluiceContext(
            isolation: isolation(of: windows.group),
            offsetRefresh: max(CollectLimits.refreshShortest, plan.offsetRefresh), collector: state)
        context.topicHistory = { topic in history.withLock { $0[topic] } }
        return evaluator.group(windows, rules: rules, nowMs: nowMs, context: context, wantsTrace: wantsTrace)
    }

    /// That of the first pattern that fits; committed records are taken to be read where none does.
    private func isolation(of group: String) -> Isolation {
        isolations.first { $0.pattern.matches(group) }?.isolation ?? .readCommitted
    }
}
