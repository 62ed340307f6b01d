// Sluice
// SPDX-License-Identifier: Apache-2.0

import ControlPlane
import HTTPServer
import KafkaClient
import LagMonitor
import LagServer
import Telemetry
import Terminal

/// The lag monitor of the demo. It watches the topology's own group: what that commits is sealed, so its lag is the
/// lag to sealed. It asks the admin API, because the mock cluster has no offsets topic.
struct DemoMonitor: Sendable {
    private static let cluster = "demo"
    /// Time for the monitor to see the last commit.
    private static let lastLook = Duration.seconds(10)

    let monitor: Monitor
    private let group: String
    private let pages: LagPages

    init(brokers: String, group: String, registry: MetricsRegistry, log: Logger) throws {
        var cluster = ClusterPlan(name: Self.cluster, brokers: brokers)
        cluster.collector = .adminAPI(groups: [group])
        cluster.offsetRefresh = .milliseconds(500)
        cluster.topicRefresh = .seconds(1)
        let plan = MonitorPlan(clusters: [cluster])
        monitor = try Monitor(plan, log: log)
        pages = LagPages(clusters: monitor.clusters, plan: plan, log: log, registry: registry)
        self.group = group
    }

    /// Health is the topology's; everything else is the monitor's, whose metrics come with those of the process.
    func answer(_ request: HTTPRequest, _ control: ControlPages) -> HTTPResponse {
        ["/health", "/ready"].contains(request.path) ? control.answer(request) : pages.answer(request)
    }

    private var report: GroupReport? { monitor.clusters.first?.report(on: group, rules: .sluice) }

    /// Records that are not sealed yet; nil: not known yet.
    var lag: Int64? { report?.totalLag }

    /// One line on the group, as soon as the monitor has seen everything sealed.
    func verdict() async -> String {
        let end = ContinuousClock.now + Self.lastLook
        while lag != 0, ContinuousClock.now < end { try? await Task.sleep(for: .milliseconds(50)) }
        guard let report else { return "lag      the monitor has not seen the group" }
        return "lag      group \(group): \(report.status.name), \(HumanText.count(report.totalLag)) records not sealed"
    }
}
