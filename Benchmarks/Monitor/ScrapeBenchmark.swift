// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import HTTPServer
import LagMonitor
import LagServer

/// A cluster whose reports stand: what is measured is the writing, not the judging.
private final class StandingCluster: ClusterView {
    let name = "bench"
    let state = CollectorState.ready
    let brokers = BrokerState()
    let counters = CollectorCounters()
    private let all: [GroupReport]
    private let topicStates: [TopicState]

    /// Groups that each have offsets in all partitions of all topics.
    init(groups: Int, topics: Int, partitions: Int) {
        let ends = LogEnds(start: 1_000_000, highWatermark: 9_000_000, lastStable: 9_000_000, sampledAtMs: 1)
        let names = (0..<topics).map { "orders-of-region-\($0)" }
        topicStates = names.map { name in
            TopicState(name: name, partitions: Array(repeating: .init(ends: ends, leader: 1), count: partitions))
        }
        all = (0..<groups).map { group in
            var reports: [PartitionReport] = []
            for topic in names {
                for partition in 0..<partitions {
                    let lag = Int64((group * 31 + partition * 7) % 5000)
                    let slots = (0..<10).map { index in
                        CommitSlot(
                            offset: 9_000_000 - lag, timestampMs: Int64(index) * 5000, observedAtMs: 0, lag: lag,
                            order: Int64(index))
                    }
                    let window = PartitionWindow(
                        topic: topic, partition: Int32(partition), slots: slots, brokerOffsets: [9_000_000],
                        currentLag: lag, ends: ends)
                    var progress = PartitionProgress()
                    progress.timeLagMs = lag * 13
                    progress.method = .history
                    progress.velocity = Double(lag) / 7
                    progress.retentionMargin = 8_000_000 - lag
                    reports.append(
                        PartitionReport(
                            window: window, status: lag > 4000 ? .warn : .ok, complete: 1, currentLag: lag,
                            trace: RuleTrace(), progress: progress))
                }
            }
            return GroupReport(
                cluster: "bench", group: "service-\(group)", rules: .sluice, status: .ok, complete: 1,
                partitions: reports, worst: 0, totalLag: reports.map(\.currentLag).reduce(0, +), evaluatedAtMs: 1)
        }
    }

    func topics() -> [TopicState] { topicStates }
    func groups() -> [String] { all.map(\.group) }
    func groups(of topic: String) -> [String] { groups() }
    func windows(of group: String) -> GroupWindows? { nil }
    func report(on group: String, rules: RuleSet) -> GroupReport? { all.first { $0.group == group } }
    func reports(rules: RuleSet) -> [GroupReport] { all }
    func remove(group: String) -> Bool { false }
    func remove(group: String, topic: String) -> Bool { false }
}

/// CPU seconds of one scrape of 100,000 rings, per personality.
enum ScrapeBenchmark {
    static func run() {
        let cluster = StandingCluster(groups: 200, topics: 10, partitions: 50)
        let pages = LagPages(clusters: [cluster], plan: MonitorPlan(clusters: []))
        print("scrape of 100,000 rings (200 groups x 10 topics x 50 partitions), CPU seconds, best of 5")
        for name in ["sluice", "burrow", "kafka_exporter", "kafka_lag_exporter", "kminion"] {
            let request = HTTPRequest(
                method: .get, path: "/metrics", query: HTTPFields([(name: "personality", value: name)]))
            var best = Double.infinity
            var answer = HTTPResponse(.ok)
            for _ in 0..<5 {
                let start = cpuSeconds()
                answer = pages.answer(request)
                best = min(best, cpuSeconds() - start)
            }
            let lines = answer.body.count { $0 == 0x0A }
            print("\(name): \(Double(Int(best * 10_000)) / 10_000) s, \(lines) lines, \(answer.body.count) bytes")
        }
    }

    private static func cpuSeconds() -> Double {
        var now = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now)
        return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
    }
}
