// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform
import Testing

@testable import LagMonitor

/// A monitor of one cluster that runs while a body does.
struct RunningMonitor: Sendable {
    let monitor: Monitor
    var cluster: ClusterMonitor { monitor.monitors[0] }

    /// Quick refreshes, so that tests wait for brokers only.
    static func plan(_ brokers: String, offsetsTopic: String = "__consumer_offsets") -> ClusterPlan {
        var plan = ClusterPlan(name: "local", brokers: brokers)
        plan.offsetRefresh = .milliseconds(200)
        plan.topicRefresh = .milliseconds(500)
        plan.offsetsTopic = offsetsTopic
        plan.options = [("socket.timeout.ms", "5000")]
        return plan
    }

    static func run(
        _ plan: ClusterPlan, directory: String? = nil, time: TimeSource = .system,
        _ body: @Sendable (RunningMonitor) async throws -> Void
    ) async throws {
        var whole = MonitorPlan(clusters: [plan])
        whole.stateDirectory = directory
        let monitor = try Monitor(whole, time: time)
        try await withThrowingTaskGroup { group in
            group.addTask { await monitor.run() }
            defer { monitor.stop() }
            try await body(RunningMonitor(monitor: monitor))
            monitor.stop()
            try await group.waitForAll()
        }
    }

    /// Waits until the condition holds; records an issue where it does not in time.
    func wait(
        _ what: Comment, within limit: Duration = .seconds(60), location: SourceLocation = #_sourceLocation,
        until holds: @escaping @Sendable (ClusterMonitor) -> Bool
    ) async {
        let cluster = self.cluster
        let isDone = await onOwnThread {
            let clock = ContinuousClock()
            let end = clock.now + limit
            let signal = WorkerSignal()
            while !holds(cluster) {
                if clock.now > end { return false }
                _ = signal.pause(.milliseconds(20))
            }
            return true
        }
        if isDone { return }
        Issue.record("\(what): state \(cluster.state), counters \(cluster.counters)", sourceLocation: location)
    }
}

extension ClusterMonitor {
    /// Partition to newest committed offset of a group in a topic.
    func committed(_ group: String, _ topic: String) -> [Int32: Int64] {
        var found: [Int32: Int64] = [:]
        for window in windows(of: group)?.partitions ?? [] where window.topic == topic {
            if let last = window.last { found[window.partition] = last.offset }
        }
        return found
    }
}
