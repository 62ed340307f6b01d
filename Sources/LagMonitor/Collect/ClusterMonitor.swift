// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
package import Platform
import Regex
import Synchronization
package import Telemetry

/// One watched cluster: what is known of it, and the threads that find it out. Any thread may ask.
package final class ClusterMonitor: ClusterView {
    package let plan: ClusterPlan
    let time: TimeSource
    let log: Logger
    let evaluator: Evaluator
    let isolations: [(pattern: Pattern, isolation: Isolation)]
    let store: Locked<ClusterStore>
    let history: Locked<ClusterHistory>
    let condition: Locked<ClusterCondition>
    /// Places in the offsets topic as of the last batch, for snapshots.
    let places: Locked<[Int32: OffsetsTopicMachine.Place]>
    let configuration: WatchConfiguration
    /// Until the threads take it over: they keep it alive, and with the last of them it goes.
    let watch: Locked<ClusterWatch?>
    /// Called once with the cluster's id, when brokers have first told of their topics and before these are stored.
    let onIdentified: Locked<(@Sendable (String?) -> Void)?>
    /// The logs' past was asked for.
    let seeded = Atomic<Bool>(false)
    /// Of the sampler, the collector, the reaper and the tracer.
    let signals = (
        sampler: WorkerSignal(), collector: WorkerSignal(), reaper: WorkerSignal(), tracer: WorkerSignal()
    )

    package init(
        _ plan: ClusterPlan, evaluation: EvaluationPlan, time: TimeSource, log: Logger
    ) throws {
        self.plan = plan
        self.time = time
        self.log = log.with(["kafka.cluster": .string(plan.name)])
        evaluator = Evaluator(evaluation)
        isolations = try plan.isolation.map { (try Pattern($0.pattern), $0.isolation) }
        store = Locked(try ClusterStore(plan))
        history = Locked(ClusterHistory())
        condition = Locked(ClusterCondition(plan))
        places = Locked([:])
        onIdentified = Locked(nil)
        var configuration = WatchConfiguration(brokers: plan.brokers)
        configuration.clientID = plan.clientID
        configuration.options = plan.options.map { KafkaOption($0.name, $0.value) }
        let log = self.log
        configuration.log = { line in
            log.debug(line.message, ["kafka.facility": .string(line.facility)])
        }
        self.configuration = configuration
        watch = Locked(try ClusterWatch(configuration))
    }

    package var name: String { plan.name }

    package var state: CollectorState {
        let now = time.monotonic()
        return condition.withLock { $0.state(at: now) }
    }

    package var knowsPast: Bool { seeded.load(ordering: .acquiring) }

    package var brokers: BrokerState { condition.withLock { $0.brokers } }

    package var counters: CollectorCounters {
        var counters = store.withLock { $0.counters }
        condition.withLock { condition in
            counters.refreshes = condition.refreshes
            counters.refreshFailures = condition.refreshFailures
            counters.behind = condition.progress.behind
        }
        return counters
    }

    package func topics() -> [TopicState] {
        let topics = condition.withLock { $0.topics }
        return topics.states
    }

    package func groups() -> [String] { store.withLock { $0.groups() }.sorted() }

    package func groups(of topic: String) -> [String] { store.withLock { $0.groups(of: topic) }.sorted() }

    package func windows(of group: String) -> GroupWindows? {
        let nowMs = time.wallMs()
        return store.withLock { $0.windows(of: group, nowMs: nowMs) }
    }

    package func remove(group: String) -> Bool {
        store.withLock { $0.remove(group: group) }
    }

    package func remove(group: String, topic: String) -> Bool {
        store.withLock { $0.remove(group: group, topic: topic) }
    }

    /// Stores a batch of the offsets topic under one lock. `base`: what to add to a partition's offsets for the order.
    func take(_ batch: borrowing RecordBatch, base: (Int32) -> Int64) {
        let nowMs = time.wallMs()
        let runs = batch.runs
        store.withLock { store in
            for run in runs {
                let added = base(run.partition.partition)
                for index in run.range {
                    let order = batch.offset(at: index) &+ added
                    if let key = batch.key(at: index) {
                        store.take(key: key, value: batch.payload(at: index), order: order, nowMs: nowMs)
                    } else {
                        // A key that is NULL is nobody's: it counts as one that does not decode.
                        store.take(key: RawSpan(), value: nil, order: order, nowMs: nowMs)
                    }
                }
            }
        }
    }

    /// Tells the threads to end; any thread, any number of times.
    package func stop() {
        signals.sampler.stop()
        signals.collector.stop()
        signals.reaper.stop()
        signals.tracer.stop()
    }
}
