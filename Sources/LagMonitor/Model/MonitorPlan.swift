// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What a monitor is made from: a checked `monitor.yaml`, or a `burrow.toml`.
package struct MonitorPlan: Sendable {
    package var clusters: [ClusterPlan]
    package var evaluation = EvaluationPlan()
    package var server = ServerPlan()
    /// Directory of the durable snapshots; nil: nothing outlives the process.
    package var stateDirectory: String?
    /// What API v3 calls the modules at `/v3/config`.
    package var burrowNames = BurrowNames()

    package init(clusters: [ClusterPlan]) {
        self.clusters = clusters
    }
}

/// One watched cluster. Defaults are Burrow's.
package struct ClusterPlan: Sendable {
    package enum Collector: Sendable, Equatable {
        /// Read `__consumer_offsets`; ask the admin API where that is forbidden.
        case automatic
        case offsetsTopic
        /// Ask coordinators; nil: for all groups that they list.
        case adminAPI(groups: [String]?)
    }

    package var name: String
    /// `host:port`, separated by commas.
    package var brokers: String
    /// Further librdkafka properties (TLS, SASL), name and value. Values are secret.
    package var options: [(name: String, value: String)] = []
    package var clientID = "sluice-monitor"
    package var collector = Collector.automatic
    package var offsetsTopic = "__consumer_offsets"
    /// Begin at the end of the offsets topic instead of its start.
    package var startsLatest = false
    package var backfillsEarliest = false
    package var offsetRefresh = Duration.seconds(10)
    package var topicRefresh = Duration.seconds(60)
    /// How often groups that coordinators do not list are forgotten; zero: never.
    package var groupsReaperRefresh = Duration.zero
    /// Slots of a ring.
    package var intervals = 10
    package var minDistance = Duration.zero
    package var expireGroup = Duration.seconds(604_800)
    /// Regular expressions, unanchored; nil: all, none.
    package var allowedGroups: String?
    package var deniedGroups: String?
    package var expectedBrokers: Int?
    /// First pattern that fits the group's name; without one, committed records are taken to be read.
    package var isolation: [(pattern: String, isolation: Isolation)] = []

    package init(name: String, brokers: String) {
        self.name = name
        self.brokers = brokers
    }
}

/// Which end a group can reach.
package enum Isolation: String, Sendable, CaseIterable {
    case readCommitted = "read_committed"
    case readUncommitted = "read_uncommitted"
}

/// Thresholds of the rules.
package struct EvaluationPlan: Sendable, Equatable {
    /// Windows less full than this are OK.
    package var minimumComplete: Float = 0
    /// Lag up to this is none.
    package var allowedLag: Int64 = 0
    /// How long v3 repeats an answer.
    package var expireCache = Duration.seconds(10)
    /// Rule set `sluice`: STOP after so many usual commit intervals of silence.
    package var stopIntervals: Double = 5
    /// And never before this.
    package var stopFloor = Duration.seconds(60)

    package init() {}
}

/// The HTTP server of a monitor.
package struct ServerPlan: Sendable {
    package enum Personality: String, Sendable, CaseIterable {
        case burrow
        case kafkaExporter = "kafka_exporter"
        case kafkaLagExporter = "kafka_lag_exporter"
        case kminion
    }

    package enum Role: String, Sendable, CaseIterable {
        /// GET
        case read
        /// also DELETE and POST
        case admin
    }

    /// How many series a scrape has, for our own names and KMinion's.
    package enum MetricDetail: String, Sendable, CaseIterable {
        case group, partition
    }

    package var host = "127.0.0.1"
    /// Burrow's.
    package var port: UInt16 = 8000
    /// Bearer tokens; without any, all may read, and only loopback may write.
    package var tokens: [(role: Role, secret: String)] = []
    /// PEM files.
    package var tls: (certificate: String, key: String)?
    /// Metric names beside our own at `/metrics`.
    package var personalities: Set<Personality> = []
    /// The finest series at `/metrics`.
    package var metricDetail = MetricDetail.partition
    /// `Access-Control-Allow-Origin` of v3.
    package var allowedOrigin: String?

    package init() {}
}

/// The names that a `burrow.toml` gave to what Burrow calls modules; Burrow's habits where there was none.
package struct BurrowNames: Sendable, Equatable {
    package var storage = "default"
    package var evaluator = "default"
    package var httpServer = "default"
    /// By cluster; one that is not here has the cluster's name.
    package var consumers: [String: String] = [:]
    /// By cluster; one that is not here has none.
    package var clientProfiles: [String: String] = [:]

    package init() {}
}
