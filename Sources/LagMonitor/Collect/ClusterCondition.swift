// Sluice
// SPDX-License-Identifier: Apache-2.0

/// How the monitor does with its cluster, from what its threads report. Pure; times are monotonic.
package struct ClusterCondition: Sendable {
    /// What the collector of commits does.
    package enum Collecting: Sendable, Equatable {
        case notStarted
        case waitingForTopic
        case catchingUp(left: Int64)
        /// Reads the offsets topic and has reached the end as of the start.
        case reading
        /// Asks coordinators; when it last had answers, nil: never.
        case polling(answeredAt: Duration?)
        /// Can collect nothing, and goes on trying.
        case failing(String)
    }

    private let refresh: Duration
    package var collecting = Collecting.notStarted
    package var progress = ReadProgress()
    /// Why the last sample, or the last question of the collector, failed.
    package var sampleFailure: String?
    package var collectFailure: String?
    package var brokers = BrokerState()
    package var topics = TopicTable()
    package var refreshes: Int64 = 0
    package var refreshFailures: Int64 = 0
    /// When brokers last answered; nil: never.
    package private(set) var sampledAt: Duration?

    package init(_ plan: ClusterPlan) {
        refresh = max(CollectLimits.refreshShortest, plan.offsetRefresh)
        brokers.expected = plan.expectedBrokers
    }

    /// Brokers have answered a sample, all or in part.
    package mutating func sampled(at now: Duration, failure: String?) {
        sampledAt = now
        refreshes += 1
        if failure != nil { refreshFailures += 1 }
        sampleFailure = failure
    }

    package mutating func sampleFailed(_ why: String) {
        refreshes += 1
        refreshFailures += 1
        sampleFailure = why
    }

    package func state(at now: Duration) -> CollectorState {
        guard let sampledAt else { return .connecting }
        let patience = refresh * CollectLimits.blindAfterRefreshes
        if now - sampledAt > patience {
            let why = sampleFailure.map { ": \($0)" } ?? ""
            return .blind("no broker has answered for \((now - sampledAt).components.seconds) s\(why)")
        }
        switch collecting {
        case .notStarted: return .connecting
        case .waitingForTopic: return .waitingForOffsetsTopic
        case .catchingUp(let left): return .catchingUp(left: left)
        case .failing(let why): return .blind(why)
        case .reading:
            if let partition = progress.stuck(for: patience, at: now) {
                let why = collectFailure.map { ": \($0)" } ?? ""
                return .blind("partition \(partition) of the offsets topic is not read\(why)")
            }
            return .ready
        case .polling(let answeredAt):
            guard let answeredAt else { return collectFailure.map { .blind($0) } ?? .catchingUp(left: 0) }
            if now - answeredAt > patience {
                return .blind("no coordinator has answered: \(collectFailure ?? "no reason told")")
            }
            return .ready
        }
    }
}
