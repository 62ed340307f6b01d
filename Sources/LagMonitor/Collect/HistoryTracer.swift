// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform
import Synchronization
import Telemetry

/// The thread that finds out what samples of ends cannot tell: which offsets logs had before the start (by
/// offsets-for-times), and which lag holds no records.
struct HistoryTracer {
    private let monitor: ClusterMonitor
    private let watch: ClusterWatch
    private var finder = GapFinder()
    private var forbidden: Set<String> = []

    init(_ monitor: ClusterMonitor, _ watch: ClusterWatch) {
        self.monitor = monitor
        self.watch = watch
    }

    private var signal: WorkerSignal { monitor.signals.tracer }

    mutating func run() {
        let refresh = max(CollectLimits.refreshShortest, monitor.plan.offsetRefresh)
        // Without seeds the age of what was committed before the start is far too small: at once, then.
        while monitor.state != .ready {
            guard signal.pause(CollectLimits.readyPause) else { return }
        }
        SeedQuestions(monitor, watch).ask()
        monitor.seeded.store(true, ordering: .releasing)
        // Each round visits every window: less often than samples come.
        while signal.pause(refresh * CollectLimits.gapRefreshes) {
            if monitor.state == .ready { findGaps() }
        }
    }

    private mutating func findGaps() {
        var lags: [GapFinder.Lag] = []
        let nowMs = monitor.time.wallMs()
        monitor.store.withLock { store in
            store.forEachGroup(nowMs: nowMs) { group in
                for window in group.partitions {
                    guard let last = window.last, let end = window.ends?.lastStable, last.offset < end else { continue }
                    let partition = TopicPartition(topic: window.topic, partition: window.partition)
                    lags.append(GapFinder.Lag(partition: partition, position: last.offset, end: end))
                }
            }
        }
        let questions = finder.questions(lags).filter { !forbidden.contains($0.partition.topic) }
        for (topic, asked) in Dictionary(grouping: questions, by: \.partition.topic) {
            if signal.isStopping { return }
            do throws(KafkaError) {
                try ask(topic, asked)
            } catch {
                if error.isCode(.topicForbidden) { forbidden.insert(topic) }
                monitor.log.debug(
                    "cannot tell whether lag holds records",
                    ["kafka.topic": .string(topic), "error": .string(error.description)])
            }
        }
    }

    /// Reads from positions of one topic to the first record or the end.
    private mutating func ask(_ topic: String, _ asked: [GapFinder.Lag]) throws(KafkaError) {
        var small = monitor.configuration
        small.queueKiB = CollectLimits.gapQueueKiB
        let reader = try LogReader(small, topic: topic)
        let waker = reader.waker
        signal.onStop { waker.wake() }
        defer {
            signal.onStop(nil)
            reader.close()
        }
        var open: [Int32: GapFinder.Lag] = [:]
        for lag in asked {
            try reader.add(lag.partition.partition, at: .offset(lag.position))
            open[lag.partition.partition] = lag
        }
        let until = monitor.time.monotonic() + CollectLimits.requestDeadline
        let signal = self.signal
        while !open.isEmpty, !signal.isStopping, monitor.time.monotonic() < until {
            var first: [Int32: Int64] = [:]
            do {
                let batch = reader.poll(upTo: CollectLimits.recordsPerTake, waiting: CollectLimits.pollWait) {
                    signal.isStopping
                }
                for end in batch.ends { first[end.partition.partition] = end.offset }
                // A record before the end was the first thing found: runs come last.
                for run in batch.runs.reversed() {
                    first[run.partition.partition] = batch.offset(at: run.range.lowerBound)
                }
                if let problem = batch.problems.first { throw problem.error }
            }
            for (partition, offset) in first {
                guard let lag = open.removeValue(forKey: partition) else { continue }
                finder.answered(lag)
                guard offset > lag.position else { continue }
                monitor.history.withLock {
                    $0.setGap(topic: topic, partition: partition, lag.position..<offset)
                }
            }
        }
    }
}
