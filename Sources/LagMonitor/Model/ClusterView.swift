// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What servers and commands ask of one watched cluster. Calls neither block nor ask brokers; any thread may call.
package protocol ClusterView: Sendable {
    var name: String { get }
    /// How the monitor itself does with this cluster.
    var state: CollectorState { get }
    /// Kafka was asked how old what was committed before the start is: until then, time lags are lower bounds.
    var knowsPast: Bool { get }
    var brokers: BrokerState { get }
    var counters: CollectorCounters { get }

    /// By name; nil until the first sample.
    func topics() -> [TopicState]
    /// Groups that are kept, by name.
    func groups() -> [String]
    /// Groups that have committed in a topic, by name.
    func groups(of topic: String) -> [String]
    /// Nil: unknown, or its last commit is too old.
    func windows(of group: String) -> GroupWindows?
    /// Judges a group; nil where `windows` is nil.
    func report(on group: String, rules: RuleSet) -> GroupReport?
    /// Judges all groups at one moment, by name: condensed (`GroupReport.condense`), and without traces.
    func reports(rules: RuleSet) -> [GroupReport]

    /// Forgets a group; false: it was not there. It comes back with its next commit.
    func remove(group: String) -> Bool
    func remove(group: String, topic: String) -> Bool
}

extension ClusterView {
    package var knowsPast: Bool { true }
}

/// A topic at one moment.
package struct TopicState: Sendable, Equatable {
    package struct Partition: Sendable, Equatable {
        package var ends: LogEnds?
        /// Broker id, -1 for none.
        package var leader: Int32
        package var replicas: [Int32]
        package var inSync: [Int32]

        package init(ends: LogEnds? = nil, leader: Int32 = -1, replicas: [Int32] = [], inSync: [Int32] = []) {
            self.ends = ends
            self.leader = leader
            self.replicas = replicas
            self.inSync = inSync
        }
    }

    package var name: String
    /// Index: partition number.
    package var partitions: [Partition]

    package init(name: String, partitions: [Partition]) {
        self.name = name
        self.partitions = partitions
    }
}

/// The brokers at one moment (row S3: which are there).
package struct BrokerState: Sendable, Equatable {
    /// What metadata name: id and address.
    package var brokers: [(id: Int32, host: String, port: Int32)]
    /// How many there should be; nil: not configured.
    package var expected: Int?
    /// -1: unknown.
    package var controller: Int32
    package var underReplicated: Int
    package var offline: Int
    package var clusterID: String?
    /// In milliseconds since 1970; nil: never.
    package var sampledAtMs: Int64?

    package init(
        brokers: [(id: Int32, host: String, port: Int32)] = [], expected: Int? = nil, controller: Int32 = -1,
        underReplicated: Int = 0, offline: Int = 0, clusterID: String? = nil, sampledAtMs: Int64? = nil
    ) {
        self.brokers = brokers
        self.expected = expected
        self.controller = controller
        self.underReplicated = underReplicated
        self.offline = offline
        self.clusterID = clusterID
        self.sampledAtMs = sampledAtMs
    }

    package static func == (left: BrokerState, right: BrokerState) -> Bool {
        left.brokers.elementsEqual(right.brokers) { $0 == $1 } && left.expected == right.expected
            && left.controller == right.controller && left.underReplicated == right.underReplicated
            && left.offline == right.offline && left.clusterID == right.clusterID
            && left.sampledAtMs == right.sampledAtMs
    }
}

/// How the monitor itself does with one cluster.
package enum CollectorState: Sendable, Equatable {
    /// No broker has answered yet.
    case connecting
    /// The offsets topic does not exist yet: nobody has committed.
    case waitingForOffsetsTopic
    /// The offsets topic is read up to where it ended at the start: records left.
    case catchingUp(left: Int64)
    case ready
    /// Samples are older than three refreshes, or the offsets topic is not read: why.
    case blind(String)

    package var name: String {
        switch self {
        case .connecting: "connecting"
        case .waitingForOffsetsTopic: "waiting_for_offsets_topic"
        case .catchingUp: "catching_up"
        case .ready: "ready"
        case .blind: "blind"
        }
    }
}

/// Counts since the start.
package struct CollectorCounters: Sendable, Equatable {
    /// Records of the offsets topic that were read.
    package var records: Int64 = 0
    package var commits: Int64 = 0
    package var tombstones: Int64 = 0
    package var groupRecords: Int64 = 0
    /// Of kinds that are known and not needed (share and streams groups).
    package var skipped: Int64 = 0
    /// Of kinds that are unknown.
    package var unknown: Int64 = 0
    /// That do not decode.
    package var undecodable: Int64 = 0
    /// Commits left out: too old, denied, unknown topic or partition, limits.
    package var dropped: Int64 = 0
    /// Refreshes of broker samples, and those that failed.
    package var refreshes: Int64 = 0
    package var refreshFailures: Int64 = 0
    /// Records of the offsets topic that are not read yet.
    package var behind: Int64 = 0

    package init() {}
}
