// Sluice
// SPDX-License-Identifier: Apache-2.0

import LagMonitor

/// The shapes of the native API's answers, by name.
enum Schemas {
    struct Named: Sendable {
        let name: String
        let doc: String
        let properties: [Schema.Property]
    }

    static let states = ["connecting", "waiting_for_offsets_topic", "catching_up", "ready", "blind"]
    static let statuses = LagStatus.allCases.filter { $0 != .notFound }.map(\.name)

    static let all: [Named] = clusterSchemas + groupSchemas

    private typealias Property = Schema.Property

    private static let clusterSchemas: [Named] = [
        Named(
            name: "Error", doc: "What went wrong.",
            properties: [Property("error", .named("ErrorDetail"), "The error.")]),
        Named(
            name: "ErrorDetail", doc: "A word for programs and a sentence for people.",
            properties: [
                Property("code", .string, "Such as `not_found`; stays the same."),
                Property("message", .string, "May change between versions."),
            ]),
        Named(
            name: "Clusters", doc: "All watched clusters.",
            properties: [Property("clusters", .list(.named("ClusterSummary")), "In the order of the configuration.")]),
        Named(name: "ClusterSummary", doc: "How the monitor does with a cluster.", properties: summary),
        Named(
            name: "Cluster", doc: "Everything about a cluster but its topics and groups.",
            properties: summary + [
                Property("brokers", .named("Brokers"), "The brokers, as metadata name them."),
                Property("counters", .named("Counters"), "Counts since the monitor's start."),
            ]),
        Named(
            name: "Brokers", doc: "The brokers at one moment.",
            properties: [
                Property("present", .list(.named("Broker")), "Those that metadata name."),
                Property("expected", .optional(.integer), "How many there should be; null: not configured."),
                Property("controller", .optional(.integer), "The controller's id; null: unknown."),
                Property("under_replicated", .integer, "Partitions with replicas that are not in sync."),
                Property("offline", .integer, "Partitions without a leader."),
                Property("cluster_id", .optional(.string), "The id that the cluster gave itself."),
                Property("sampled_at_ms", .optional(.integer), "When; null: never."),
            ]),
        Named(
            name: "Broker", doc: "A broker.",
            properties: [
                Property("id", .integer, "Its id."), Property("host", .string, "Its name or address."),
                Property("port", .integer, "Its port."),
            ]),
        Named(
            name: "Counters", doc: "Counts since the monitor's start.",
            properties: CounterName.all.map { Property($0.name, .integer, $0.doc) }),
        Named(
            name: "Topics", doc: "The topics of a cluster.",
            properties: [
                Property("cluster", .string, "The cluster."),
                Property("topics", .list(.named("TopicSummary")), "By name."),
            ]),
        Named(
            name: "TopicSummary", doc: "A topic.",
            properties: [
                Property("topic", .string, "Its name."), Property("partitions", .integer, "How many it has."),
                Property("records", .optional(.integer), "Between start and end of its log; null: not sampled."),
            ]),
        Named(
            name: "Topic", doc: "A topic with its partitions.",
            properties: [
                Property("cluster", .string, "The cluster."), Property("topic", .string, "Its name."),
                Property("groups", .list(.string), "Groups that have committed here."),
                Property("partitions", .list(.named("TopicPartition")), "By number."),
            ]),
        Named(
            name: "TopicPartition", doc: "A partition of a topic.",
            properties: [
                Property("partition", .integer, "Its number."),
                Property("leader", .optional(.integer), "The leader's id; null: none."),
                Property("replicas", .list(.integer), "Ids of the brokers that should have it."),
                Property("in_sync", .list(.integer), "Ids of those that have all of it."),
                Property("ends", .optional(.named("LogEnds")), "Where the log begins and ends; null: not sampled."),
            ]),
        Named(
            name: "LogEnds", doc: "Where a log begins and ends.",
            properties: [
                Property("start", .optional(.integer), "The first offset that is still there."),
                Property("high_watermark", .integer, "The offset after the last replicated record."),
                Property("last_stable", .optional(.integer), "Where readers of committed records stop."),
                Property("sampled_at_ms", .integer, "When the leader was asked."),
            ]),
    ]

    private static let summary: [Property] = [
        Property("name", .string, "The cluster's name."),
        Property("state", .choice(states), "Groups are judged when it is `ready`."),
        Property("reason", .optional(.string), "Why it is `blind`."),
        Property("records_left", .optional(.integer), "Of the offsets topic, while it is `catching_up`."),
        Property("topics", .integer, "How many topics there are."),
        Property("groups", .integer, "How many groups are kept."),
    ]
}

/// A counter of a collector: its name in JSON and, with more around it, among the metrics.
struct CounterName: Sendable {
    let name: String
    let doc: String
    let isGauge: Bool
    let value: @Sendable (CollectorCounters) -> Int64

    private init(
        _ name: String, _ doc: String, isGauge: Bool = false, _ value: @escaping @Sendable (CollectorCounters) -> Int64
    ) {
        self.name = name
        self.doc = doc
        self.isGauge = isGauge
        self.value = value
    }

    static let all: [CounterName] = [
        CounterName("records", "Records of the offsets topic that were read.") { $0.records },
        CounterName("commits", "Commits that were taken in.") { $0.commits },
        CounterName("tombstones", "Tombstones of groups and offsets.") { $0.tombstones },
        CounterName("group_records", "Records about groups and members.") { $0.groupRecords },
        CounterName("skipped", "Records of known kinds that are not needed.") { $0.skipped },
        CounterName("unknown", "Records of unknown kinds.") { $0.unknown },
        CounterName("undecodable", "Records that do not decode.") { $0.undecodable },
        CounterName("dropped", "Commits left out: too old, denied, unknown topic or partition, limits.") { $0.dropped },
        CounterName("refreshes", "Refreshes of broker samples.") { $0.refreshes },
        CounterName("refresh_failures", "Refreshes that failed.") { $0.refreshFailures },
        CounterName("behind", "Records of the offsets topic that are not read yet.", isGauge: true) { $0.behind },
    ]
}
