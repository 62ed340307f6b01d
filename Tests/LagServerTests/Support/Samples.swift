// Sluice
// SPDX-License-Identifier: Apache-2.0

import HTTPServer
import LagMonitor
import LagServer
import Platform
import Telemetry

/// Reports made by hand, and requests.
enum Samples {
    /// The stalled partition of Burrow's own example.
    static func stalled(_ topic: String = "t", _ number: Int32 = 0, progress: PartitionProgress? = nil)
        -> PartitionReport
    {
        var window = PartitionWindow(
            topic: topic, partition: number,
            slots: [
                nil, CommitSlot(offset: 2, timestampMs: 100_000, observedAtMs: 0, lag: 5, order: 1),
                CommitSlot(offset: 2, timestampMs: 200_000, observedAtMs: 0, lag: 6, order: 2),
            ], brokerOffsets: [7, 9], currentLag: 7,
            ends: LogEnds(start: 1, highWatermark: 9, lastStable: 8, sampledAtMs: 201_000))
        window.owner = "/10.0.0.1"
        window.clientID = "app-1"
        return PartitionReport(
            window: window, status: .stall, complete: Float(2) / 3, currentLag: 7,
            trace: RuleTrace([
                RuleTrace.Step(rule: "current_lag_zero", holds: false, inputs: [("current_lag", 7)]),
                RuleTrace.Step(rule: "stalled", holds: true, inputs: [("offset", 2)]),
            ]), progress: progress)
    }

    static func healthy(_ topic: String = "t", _ number: Int32 = 1) -> PartitionReport {
        let window = PartitionWindow(
            topic: topic, partition: number,
            slots: [CommitSlot(offset: 5, timestampMs: 100_000, observedAtMs: 100_500, lag: nil, order: 1)],
            brokerOffsets: [5], currentLag: 0)
        return PartitionReport(window: window, status: .ok, complete: 1, currentLag: 0, trace: RuleTrace())
    }

    static func report(
        _ group: String, cluster: String = "c", status: LagStatus = .error, complete: Float = 0,
        _ partitions: [PartitionReport]
    ) -> GroupReport {
        let worst = partitions.indices.max { partitions[$0].currentLag < partitions[$1].currentLag }
        return GroupReport(
            cluster: cluster, group: group, rules: .burrow, status: status, complete: complete,
            partitions: partitions, worst: worst, totalLag: partitions.map(\.currentLag).reduce(0, +),
            evaluatedAtMs: 1_700_000_000_000)
    }

    /// A cluster with a topic, two brokers and three groups, one of them with a name that is hard to write.
    static func cluster(_ name: String = "c") -> FakeCluster {
        FakeCluster(name) { contents in
            let ends = LogEnds(start: 1, highWatermark: 9, lastStable: 8, sampledAtMs: 201_000)
            contents.topics = [
                TopicState(
                    name: "t",
                    partitions: [
                        TopicState.Partition(ends: ends, leader: 1, replicas: [1, 2], inSync: [1]),
                        TopicState.Partition(), TopicState.Partition(ends: ends, leader: 2, replicas: [2], inSync: [2]),
                    ]),
                TopicState(name: "unsampled", partitions: [TopicState.Partition()]),
            ]
            contents.brokers = BrokerState(
                brokers: [(1, "kafka-1", 9092), (2, "kafka-2", 9093)], expected: 3, controller: 2, underReplicated: 1,
                offline: 1, clusterID: "id", sampledAtMs: 201_000)
            contents.counters.records = 12
            contents.counters.refreshFailures = 2
            var progress = PartitionProgress(lostRecords: 3, phantomLag: 1)
            progress.timeLagMs = 460_500
            progress.method = .history
            progress.velocity = 2.5
            progress.retentionMargin = 40
            progress.dataLossMs = 9000
            var full = report("g", cluster: name, [stalled(progress: progress), healthy()])
            full.membership = GroupMembership(state: "Stable", protocolType: "consumer", members: 2, coordinator: 1)
            contents.reports = [
                report("a/b <c>\"\\ ä", cluster: name, status: .ok, complete: 1, [healthy()]), full,
                report("h", cluster: name, status: .ok, complete: 0, []),
            ]
        }
    }

    static let loopback = HTTPPeer(address: "127.0.0.1", isLoopback: true)
    static let stranger = HTTPPeer(address: "10.9.8.7", isLoopback: false)
}

/// Pages over fake clusters, with a clock that stands until it is moved.
final class Desk: Sendable {
    let pages: LagPages
    let clock = Locked<Duration>(.zero)
    let lines = Locked<[String]>([])

    init(
        _ clusters: [FakeCluster] = [Samples.cluster()], rules: RuleSet = .burrow, hostname: String = "h",
        registry: MetricsRegistry? = nil, _ change: (inout MonitorPlan) -> Void = { _ in }
    ) {
        var plan = MonitorPlan(clusters: clusters.map { ClusterPlan(name: $0.name, brokers: "b1:9092, b2:9093") })
        change(&plan)
        let (clock, lines) = (clock, lines)
        pages = LagPages(
            clusters: clusters, plan: plan, v3Rules: rules,
            time: TimeSource(monotonic: { clock.withLock { now in now } }, wallMs: { 0 }),
            log: Logger(LogOutput(wallMs: { 0 }, write: { line in lines.withLock { $0.append(line) } })),
            registry: registry, hostname: hostname)
    }

    func ask(
        _ method: HTTPMethod = .get, _ path: String, raw: String? = nil, query: [(String, String)] = [],
        headers: [(String, String)] = [], body: String = "", peer: HTTPPeer = Samples.loopback
    ) -> HTTPResponse {
        pages.answer(
            HTTPRequest(
                method: method, path: path, rawPath: raw, query: HTTPFields(query.map { ($0.0, $0.1) }),
                headers: HTTPFields(headers.map { ($0.0, $0.1) }), body: Array(body.utf8), peer: peer))
    }

    func text(_ path: String, raw: String? = nil, query: [(String, String)] = []) -> String {
        ask(.get, path, raw: raw, query: query).text
    }
}

extension HTTPResponse {
    var text: String { String(decoding: body, as: UTF8.self) }

    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}
