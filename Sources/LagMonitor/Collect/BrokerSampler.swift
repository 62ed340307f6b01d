// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform
import Telemetry

/// The thread that asks brokers for topics, leaders and the ends of all logs.
struct BrokerSampler {
    private let monitor: ClusterMonitor
    private let watch: ClusterWatch
    private var schedule: SampleSchedule
    /// Whether the metadata's topics have been stored at least once.
    private var hasTopics = false

    init(_ monitor: ClusterMonitor, _ watch: ClusterWatch) {
        self.monitor = monitor
        self.watch = watch
        schedule = SampleSchedule(
            offsetRefresh: monitor.plan.offsetRefresh, topicRefresh: monitor.plan.topicRefresh)
    }

    mutating func run() {
        let signal = monitor.signals.sampler
        while !signal.isStopping {
            switch schedule.next(at: monitor.time.monotonic()) {
            case .pause(let span): _ = signal.pause(span)
            case .sample(let withTopics): sample(withTopics: withTopics || !hasTopics)
            }
            // Kept for a client that is asked for its errors by nobody else: their number is bounded.
            _ = watch.takeErrors()
        }
    }

    private mutating func sample(withTopics: Bool) {
        let begun = monitor.time.monotonic()
        if withTopics {
            do throws(KafkaError) {
                try refreshTopics()
                hasTopics = true
            } catch {
                return failed(error.description)
            }
        }
        let leaders = monitor.condition.withLock { $0.topics.leaders }
        if leaders.isEmpty {
            // Nothing to ask for: topics without partitions that have a leader, or none. Metadata have answered.
            if !withTopics { return failed("no partition has a leader") }
            finish(begun, withTopics, failure: nil)
            return
        }
        let answers = watch.ends(of: leaders, within: deadline)
        if monitor.signals.sampler.isStopping { return }
        let (count, failure) = store(answers)
        if count == 0 { return failed(failure ?? "no leader has answered") }
        finish(begun, withTopics, failure: failure)
    }

    /// Half a refresh: a leader that hangs must not delay the samples of others by more.
    private var deadline: Duration {
        let half = monitor.plan.offsetRefresh / 2
        return min(CollectLimits.requestDeadline, max(CollectLimits.endsDeadlineShortest, half))
    }

    private mutating func finish(_ begun: Duration, _ withTopics: Bool, failure: String?) {
        let now = monitor.time.monotonic()
        schedule.sampled(begun: begun, withTopics: withTopics, allAnswered: failure == nil)
        monitor.condition.withLock { $0.sampled(at: now, failure: failure) }
        if let failure {
            monitor.log.warning(
                "some logs have told no end", ["error": .string(failure)],
                limit: LogLimit("lag.ends.\(monitor.plan.name)", every: CollectLimits.logInterval))
        }
        // The collector stores nothing before topics and ends are known.
        monitor.signals.collector.wake()
    }

    private mutating func failed(_ why: String) {
        schedule.failed(at: monitor.time.monotonic())
        monitor.condition.withLock { $0.sampleFailed(why) }
        monitor.log.warning(
            "brokers do not answer", ["error": .string(why)],
            limit: LogLimit("lag.sample.\(monitor.plan.name)", every: CollectLimits.logInterval))
    }

    /// Asks for all topics. Some that seem to have gone are asked for again: a broker that has just started may not
    /// know all, and a topic that is believed gone takes every group's commits in it along.
    private func refreshTopics() throws(KafkaError) {
        let metadata = try watch.metadata(of: nil, within: CollectLimits.requestDeadline)
        var (topics, failed) = TopicTable.described(by: metadata)
        let missing = monitor.condition.withLock { $0.topics.missing(from: topics, failed: failed) }
        if !missing.isEmpty {
            let second = TopicTable.described(
                by: try watch.metadata(of: nil, within: CollectLimits.requestDeadline))
            topics += second.topics.filter { missing.contains($0.name) }
            failed.formUnion(second.failed)
        }
        let controller = watch.controller(within: CollectLimits.requestDeadline)
        let clusterID = watch.clusterID(within: CollectLimits.requestDeadline)
        let restore = monitor.onIdentified.withLock { body in
            defer { body = nil }
            return body
        }
        restore?(clusterID)
        let nowMs = monitor.time.wallMs()
        let counts = monitor.condition.withLock { condition in
            condition.topics.take(topics, failed: failed)
            condition.brokers.brokers = metadata.hosts.sorted { $0.id < $1.id }.map { ($0.id, $0.host, $0.port) }
            condition.brokers.controller = controller
            condition.brokers.clusterID = clusterID ?? condition.brokers.clusterID
            condition.brokers.underReplicated = condition.topics.underReplicated
            condition.brokers.offline = condition.topics.offline
            condition.brokers.sampledAtMs = nowMs
            return condition.topics.counts
        }
        monitor.store.withLock { $0.setPartitions(counts) }
        monitor.history.withLock { $0.keep(counts) }
    }

    /// Stores the ends that leaders told; how many there were, and why others are missing.
    private func store(_ answers: [LeaderEnds]) -> (count: Int, failure: String?) {
        let nowMs = monitor.time.wallMs()
        let now = monitor.time.monotonic()
        var failure: String?
        var ends: [(partition: TopicPartition, ends: LogEnds)] = []
        for leader in answers {
            for (index, partition) in leader.partitions.enumerated() {
                guard let high = leader.highWatermarks.offsets[index] else {
                    failure = failure ?? leader.highWatermarks.failures[index]?.description ?? "no answer"
                    continue
                }
                let found = LogEnds(
                    start: leader.starts.offsets[index], highWatermark: high,
                    lastStable: leader.lastStable.offsets[index], sampledAtMs: nowMs)
                ends.append((partition, found))
            }
        }
        monitor.store.withLock { store in
            for one in ends { store.sample(topic: one.partition.topic, partition: one.partition.partition, one.ends) }
        }
        monitor.history.withLock { history in
            for one in ends {
                history.add(topic: one.partition.topic, partition: one.partition.partition, one.ends)
            }
        }
        let offsetsTopic = monitor.plan.offsetsTopic
        monitor.condition.withLock { condition in
            for one in ends {
                condition.topics.sample(one.partition, one.ends)
                if one.partition.topic == offsetsTopic {
                    let end = one.ends.lastStable ?? one.ends.highWatermark
                    condition.progress.sampled(one.partition.partition, end: end, at: now)
                }
            }
            condition.brokers.sampledAtMs = nowMs
        }
        return (ends.count, failure)
    }
}
