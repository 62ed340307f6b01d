// Sluice
// SPDX-License-Identifier: Apache-2.0

import LagMonitor

/// A cluster that is judged by other rules than those asked for.
struct RuledView: ClusterView {
    let base: any ClusterView
    let rules: RuleSet

    var name: String { base.name }
    var state: CollectorState { base.state }
    var brokers: BrokerState { base.brokers }
    var counters: CollectorCounters { base.counters }
    func topics() -> [TopicState] { base.topics() }
    func groups() -> [String] { base.groups() }
    func groups(of topic: String) -> [String] { base.groups(of: topic) }
    func windows(of group: String) -> GroupWindows? { base.windows(of: group) }
    func report(on group: String, rules: RuleSet) -> GroupReport? { base.report(on: group, rules: self.rules) }
    func reports(rules: RuleSet) -> [GroupReport] { base.reports(rules: self.rules) }
    func remove(group: String) -> Bool { base.remove(group: group) }
    func remove(group: String, topic: String) -> Bool { base.remove(group: group, topic: topic) }
}
