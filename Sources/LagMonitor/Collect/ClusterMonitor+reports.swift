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
        var all: [GroupWindows] = []
        store.withLock { store in
            store.forEachGroup(nowMs: nowMs) { all.append($0) }
        }
        return all.map { judge($0, rules, nowMs, state, wantsTrace: false) }.sorted { $0.group < $1.group }
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
