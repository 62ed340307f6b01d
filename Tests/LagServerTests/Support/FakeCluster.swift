// Sluice
// SPDX-License-Identifier: Apache-2.0

import LagMonitor
import Platform

/// A cluster whose state and groups a test sets by hand.
final class FakeCluster: ClusterView {
    struct Contents: Sendable {
        var state = CollectorState.ready
        var brokers = BrokerState()
        var counters = CollectorCounters()
        var topics: [TopicState] = []
        var reports: [GroupReport] = []
        /// How often a group was judged, or all were.
        var judged = 0
        var removed: [String] = []
    }

    let name: String
    let contents: Locked<Contents>

    init(_ name: String, _ change: (inout Contents) -> Void = { _ in }) {
        self.name = name
        contents = Locked(Contents())
        contents.withLock(change)
    }

    var state: CollectorState { contents.withLock { $0.state } }
    var brokers: BrokerState { contents.withLock { $0.brokers } }
    var counters: CollectorCounters { contents.withLock { $0.counters } }

    func topics() -> [TopicState] { contents.withLock { $0.topics } }
    func groups() -> [String] { contents.withLock { $0.reports.map(\.group) } }

    func groups(of topic: String) -> [String] {
        contents.withLock { contents in
            contents.reports.filter { $0.partitions.contains { $0.window.topic == topic } }.map(\.group)
        }
    }

    func windows(of group: String) -> GroupWindows? {
        contents.withLock { contents in
            contents.reports.first { $0.group == group }.map {
                GroupWindows(cluster: name, group: group, partitions: $0.partitions.map(\.window))
            }
        }
    }

    func report(on group: String, rules: RuleSet) -> GroupReport? {
        contents.withLock { contents in
            contents.judged += 1
            return contents.reports.first { $0.group == group }
        }
    }

    func reports(rules: RuleSet) -> [GroupReport] {
        contents.withLock { contents in
            contents.judged += 1
            return contents.reports
        }
    }

    func remove(group: String) -> Bool {
        contents.withLock { contents in
            contents.removed.append(group)
            let before = contents.reports.count
            contents.reports.removeAll { $0.group == group }
            return contents.reports.count < before
        }
    }

    func remove(group: String, topic: String) -> Bool {
        contents.withLock { contents in
            contents.removed.append("\(group)|\(topic)")
            return contents.reports.contains { report in
                report.group == group && report.partitions.contains { $0.window.topic == topic }
            }
        }
    }
}
