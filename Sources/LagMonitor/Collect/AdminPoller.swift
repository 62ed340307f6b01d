// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform
import Telemetry

/// The thread that asks coordinators for groups and offsets, where the offsets topic cannot be read.
///
/// Commits have no time of their own there: they get the monitor's, and orders from a counter.
struct AdminPoller {
    private let monitor: ClusterMonitor
    private let groups: GroupWatch
    /// The groups to ask for; nil: all that are listed.
    private let names: [String]?
    private var diff = CommitDiff()
    private var backoff = Backoff(first: CollectLimits.retryFirst, longest: CollectLimits.retryLongest)
    private var answeredAt: Duration?
    /// Whether brokers list groups at all; the mock cluster does not.
    private var canList = true
    private var order: Int64 = 0

    init(_ monitor: ClusterMonitor, _ groups: GroupWatch, names: [String]?) {
        self.monitor = monitor
        self.groups = groups
        self.names = names
    }

    private var signal: WorkerSignal { monitor.signals.collector }

    mutating func run() {
        let refresh = max(CollectLimits.refreshShortest, monitor.plan.offsetRefresh)
        var isFirst = true
        while !signal.isStopping {
            report()
            // Commits of topics whose ends are unknown would be dropped.
            if monitor.condition.withLock({ $0.sampledAt == nil }) {
                _ = signal.pause(.seconds(1))
                continue
            }
            if isFirst { goOn() }
            isFirst = false
            let begun = monitor.time.monotonic()
            let span: Duration
            if let why = poll() {
                monitor.condition.withLock { $0.collectFailure = why }
                monitor.log.warning(
                    "coordinators do not answer", ["error": .string(why)],
                    limit: LogLimit("lag.admin.\(monitor.plan.name)", every: CollectLimits.logInterval))
                span = backoff.failed()
            } else {
                backoff.succeeded()
                answeredAt = monitor.time.monotonic()
                span = begun + refresh - monitor.time.monotonic()
            }
            report()
            // A sample wakes the collector too: it goes on waiting for its own time.
            let until = monitor.time.monotonic() + span
            while signal.pause(until - monitor.time.monotonic()), monitor.time.monotonic() < until {}
        }
    }

    /// Takes over what a snapshot has restored.
    private mutating func goOn() {
        for group in monitor.groups() {
            var offsets: [TopicPartition: Int64] = [:]
            for window in monitor.windows(of: group)?.partitions ?? [] {
                guard let last = window.last else { continue }
                offsets[TopicPartition(topic: window.topic, partition: window.partition)] = last.offset
                order = max(order, last.order)
            }
            diff.know(group, offsets)
        }
    }

    private func report() {
        let answeredAt = self.answeredAt
        monitor.condition.withLock { $0.collecting = .polling(answeredAt: answeredAt) }
    }

    /// One round; the reason where nothing was learned.
    private mutating func poll() -> String? {
        var listed: GroupList?
        if canList {
            do throws(KafkaError) {
                listed = try groups.groups(within: CollectLimits.requestDeadline)
            } catch {
                if error.isCode(.unsupported) { canList = false }
                if names == nil { return error.description }
            }
        }
        let asked = self.asked(listed)
        if asked.isEmpty { return listed == nil ? "brokers list no groups, and none are named" : nil }
        var answers: [String: Result<GroupOffsets, KafkaError>]
        do throws(KafkaError) {
            answers = try groups.offsets(
                of: asked, atOnce: CollectLimits.groupsAtOnce, within: CollectLimits.requestDeadline)
            if !canList { try askByPartition(asked, &answers) }
        } catch {
            return error.description
        }
        store(answers)
        if let listed { store(listed, asked: Set(asked)) }
        let answered = answers.values.contains { (try? $0.get()) != nil }
        if answered { return nil }
        let errors = answers.values.compactMap { answer -> String? in
            if case .failure(let error) = answer { return error.description }
            return nil
        }
        return errors.first ?? "no coordinator has answered in time"
    }

    private func asked(_ listed: GroupList?) -> [String] {
        if let names { return names }
        let all = (listed?.groups ?? []).filter { $0.protocolType.isEmpty || $0.protocolType == "consumer" }
        if all.count > CollectLimits.groupsPolled {
            monitor.log.warning(
                "too many groups: the rest is left out", ["kafka.groups": LogValue(all.count)],
                limit: LogLimit("lag.groups.\(monitor.plan.name)", every: CollectLimits.logInterval))
        }
        return all.prefix(CollectLimits.groupsPolled).map(\.name)
    }

    /// Asks partition by partition where a broker does not list a group's offsets.
    private func askByPartition(
        _ asked: [String], _ answers: inout [String: Result<GroupOffsets, KafkaError>]
    ) throws(KafkaError) {
        let partitions = monitor.condition.withLock { $0.topics.partitions }
        var start = 0
        while start < partitions.count {
            let end = min(partitions.count, start + CollectLimits.partitionsPerQuestion)
            let more = try groups.offsets(
                of: asked, Array(partitions[start..<end]), atOnce: CollectLimits.groupsAtOnce,
                within: CollectLimits.requestDeadline)
            for (group, answer) in more {
                guard case .success(let offsets) = answer, case .success(let known)? = answers[group] else { continue }
                answers[group] = .success(known.merging(offsets) { _, new in new })
            }
            start = end
        }
    }

    private mutating func store(_ answers: [String: Result<GroupOffsets, KafkaError>]) {
        var changes: [(group: String, changes: CommitDiff.Changes)] = []
        for (group, answer) in answers {
            guard case .success(let offsets) = answer else { continue }
            changes.append((group, diff.take(group, offsets, isAll: canList)))
        }
        let nowMs = monitor.time.wallMs()
        // The clock, made to grow where it steps back: orders of an earlier run are lower than those of this one.
        order = max(order &+ 1, nowMs)
        let order = self.order
        let early = monitor.store.withLock { store in
            var early: [(group: String, partition: TopicPartition)] = []
            for (group, changes) in changes {
                for commit in changes.commits {
                    let isTaken = store.commit(
                        group: group, topic: commit.partition.topic, partition: commit.partition.partition,
                        offset: commit.offset, timestampMs: nowMs, order: order, nowMs: nowMs)
                    if !isTaken { early.append((group, commit.partition)) }
                }
                for gone in changes.removed {
                    store.removeOffset(group: group, topic: gone.topic, partition: gone.partition)
                }
            }
            return early
        }
        // A topic that is younger than the last metadata: its commit may be the only one for long.
        for (group, partition) in early { diff.forget(group, partition) }
    }

    /// Members and states, and groups that are gone.
    private mutating func store(_ list: GroupList, asked: Set<String>) {
        var gone: [String] = []
        if list.isComplete {
            gone = diff.vanished(from: Set(list.groups.map(\.name)))
        }
        let described = list.groups.filter { $0.error == nil && asked.contains($0.name) }
        monitor.store.withLock { store in
            for group in gone { _ = store.remove(group: group) }
            for group in described {
                store.setMembership(
                    group: group.name,
                    GroupMembership(
                        state: group.state, protocolType: group.protocolType, members: group.members.count,
                        coordinator: group.coordinator))
                for member in group.members {
                    for partition in member.partitions {
                        store.setOwner(
                            group: group.name, topic: partition.topic, partition: partition.partition,
                            owner: member.host, clientID: member.clientID)
                    }
                }
            }
        }
    }
}
