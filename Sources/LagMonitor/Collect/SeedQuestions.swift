// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform

/// Asks Kafka where logs ended before the first sample, by offsets-for-times: at some ages for all topics that groups
/// commit in, then closer and closer about the commit of each partition that is furthest behind.
struct SeedQuestions {
    private let monitor: ClusterMonitor
    private let watch: ClusterWatch
    private let leaders: [Int32: [TopicPartition]]
    private let nowMs: Int64

    init(_ monitor: ClusterMonitor, _ watch: ClusterWatch) {
        self.monitor = monitor
        self.watch = watch
        let topics = Set(monitor.topics().map(\.name).filter { !monitor.groups(of: $0).isEmpty })
        leaders = monitor.condition.withLock { $0.topics.leaders }
            .mapValues { $0.filter { topics.contains($0.topic) } }.filter { !$0.value.isEmpty }
        nowMs = monitor.time.wallMs()
    }

    private var isStopping: Bool { monitor.signals.tracer.isStopping }

    func ask() {
        for partitions in leaders.values {
            for ageMs in CollectLimits.seedAgesMs {
                guard !isStopping, ask(partitions, atMs: nowMs - ageMs) else { break }
            }
        }
        for _ in 0..<CollectLimits.seedRounds where !isStopping {
            guard askCloser() else { return }
        }
    }

    /// False where the leader does not answer.
    private func ask(_ partitions: [TopicPartition], atMs timeMs: Int64) -> Bool {
        let answers = watch.offsets(.time(ms: timeMs), of: partitions, within: CollectLimits.requestDeadline)
        monitor.history.withLock { history in
            for (partition, offset) in zip(partitions, answers.offsets) {
                guard let offset else { continue }
                history.seed(
                    topic: partition.topic, partition: partition.partition, offset: offset, timestampMs: timeMs)
            }
        }
        return answers.failures.count < partitions.count
    }

    /// A round; false where nothing is left to be asked.
    private func askCloser() -> Bool {
        let positions = furthestBehind()
        var isDone = true
        for partitions in leaders.values {
            let questions = monitor.history.withLock { history in
                Self.questions(partitions, positions, history, nowMs: nowMs)
            }
            for (timeMs, partitions) in questions.sorted(by: { $0.key > $1.key })
                .prefix(CollectLimits.seedTimesPerRound)
            {
                if isStopping { return false }
                isDone = false
                if !ask(partitions, atMs: timeMs) { break }
            }
        }
        return !isDone
    }

    /// Which partitions to ask for which time: the middle of what is open, to the second, so that partitions share it.
    static func questions(
        _ partitions: [TopicPartition], _ positions: [TopicPartition: Int64], _ history: ClusterHistory, nowMs: Int64
    ) -> [Int64: [TopicPartition]] {
        var questions: [Int64: [TopicPartition]] = [:]
        for partition in partitions {
            guard let position = positions[partition],
                let span = history[partition.topic, partition.partition]?.openSpan(of: position, nowMs: nowMs)
            else { continue }
            let middleMs = span.lowerBound + (span.upperBound - span.lowerBound) / 2
            questions[middleMs - middleMs % 1000, default: []].append(partition)
        }
        return questions
    }

    /// The lowest commit of each partition that has lag.
    private func furthestBehind() -> [TopicPartition: Int64] {
        var positions: [TopicPartition: Int64] = [:]
        monitor.store.withLock { store in
            store.forEachGroup(nowMs: nowMs) { group in
                for window in group.partitions {
                    guard let last = window.last, let end = window.ends?.highWatermark, last.offset < end else {
                        continue
                    }
                    let partition = TopicPartition(topic: window.topic, partition: window.partition)
                    positions[partition] = min(positions[partition] ?? .max, max(last.offset, window.ends?.start ?? 0))
                }
            }
        }
        return positions
    }
}
