// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform
import Telemetry

/// The thread that reads the offsets topic into the store.
struct OffsetsTopicCollector {
    enum Outcome: Equatable {
        case stopped
        /// The topic may not be read.
        case forbidden(String)
    }

    private let monitor: ClusterMonitor
    private let watch: ClusterWatch
    private let configuration: WatchConfiguration
    private var machine: OffsetsTopicMachine
    private var reader: LogReader?
    /// When the topic's partitions, the ends as of the start, and the client's errors are asked for next.
    private var nextTopic = Duration.zero
    private var nextEnds = Duration.zero
    private var nextErrors = Duration.zero

    init(
        _ monitor: ClusterMonitor, _ watch: ClusterWatch, _ configuration: WatchConfiguration
    ) {
        self.monitor = monitor
        self.watch = watch
        self.configuration = configuration
        machine = OffsetsTopicMachine(startsLatest: false)
    }

    private var topic: String { monitor.plan.offsetsTopic }
    private var signal: WorkerSignal { monitor.signals.collector }

    mutating func run() -> Outcome {
        defer { closeReader() }
        // Commits of topics whose ends are unknown would be dropped.
        while monitor.condition.withLock({ $0.sampledAt == nil }) {
            if !signal.pause(.seconds(1)) { return .stopped }
        }
        // A second pass over what was there before gives what reading it first gives.
        let startsLatest = monitor.plan.startsLatest && !monitor.plan.backfillsEarliest
        // The snapshot, if there is one, was restored before the first sample.
        let places = monitor.places.withLock { $0 }
        machine = OffsetsTopicMachine(startsLatest: startsLatest && places.isEmpty, restored: places)
        while !signal.isStopping {
            if let outcome = step() { return outcome }
        }
        return .stopped
    }

    /// One round: looks at the topic where that is due, else reads. An outcome ends the collector.
    private mutating func step() -> Outcome? {
        let now = monitor.time.monotonic()
        if reader == nil || now >= nextTopic {
            nextTopic = now + max(CollectLimits.refreshShortest, monitor.plan.topicRefresh)
            switch machine.answer(ask(), at: now) {
            case .pause(let span):
                report()
                // A topic that is read already goes on being read while nobody tells of its partitions.
                if reader == nil { _ = signal.pause(span) } else { nextTopic = now + span }
            case .read(let starts):
                if let why = begin(starts) {
                    fail(why)
                    return nil
                }
            case .close:
                closeReader()
                monitor.condition.withLock { $0.progress.removeAll() }
                monitor.log.warning("the offsets topic is gone", ["kafka.topic": .string(topic)])
            case .giveUp(let why): return .forbidden(why)
            }
            report()
        }
        if reader == nil { return nil }
        learnEnds()
        let forbidden = read()
        report()
        return forbidden.map { .forbidden($0) }
    }

    /// What metadata say of the topic.
    private func ask() -> OffsetsTopicMachine.Answer {
        do throws(KafkaError) {
            let metadata = try watch.metadata(of: [topic], within: CollectLimits.requestDeadline)
            guard let found = metadata.topic(topic) else { return .missing }
            guard let error = found.error else { return .partitions(found.partitions.map(\.number)) }
            if error.isCode(.topicForbidden) { return .forbidden(error.description) }
            if error.isCode(.unknownTopic) || error.isCode(.topicNotNamed) { return .missing }
            return .failed(error.description)
        } catch {
            return .failed(error.description)
        }
    }

    /// Begins to read partitions; the reason where that is impossible.
    private mutating func begin(_ starts: [OffsetsTopicMachine.Start]) -> String? {
        do throws(KafkaError) {
            let reader: LogReader
            if let open = self.reader {
                reader = open
            } else {
                reader = try LogReader(configuration, topic: topic)
                self.reader = reader
                let waker = reader.waker
                signal.onStop { waker.wake() }
                monitor.log.info(
                    "reads the offsets topic",
                    ["kafka.topic": .string(topic), "kafka.partitions": LogValue(starts.count)])
            }
            for start in starts { try reader.add(start.partition, at: start.at) }
            return nil
        } catch {
            return error.description
        }
    }

    /// Asks for ends as of the start that are not known yet.
    private mutating func learnEnds() {
        let unknown = machine.unknownEnds
        let now = monitor.time.monotonic()
        if unknown.isEmpty || now < nextEnds { return }
        nextEnds = now + CollectLimits.retryFirst
        let states = monitor.condition.withLock { $0.topics.states }
        let leaders = states.first { $0.name == topic }?.partitions ?? []
        var asked: [Int32: [TopicPartition]] = [:]
        for number in unknown {
            let leader = leaders.indices.contains(Int(number)) ? leaders[Int(number)].leader : 0
            if leader >= 0 { asked[leader, default: []].append(TopicPartition(topic: topic, partition: number)) }
        }
        var ends: [Int32: Int64] = [:]
        for answer in watch.ends(of: asked, within: CollectLimits.requestDeadline) {
            for (index, partition) in answer.partitions.enumerated() {
                let end = answer.lastStable.offsets[index]
                if let end { ends[partition.partition] = end }
            }
        }
        for number in machine.learned(ends, at: monitor.time.monotonic()) {
            monitor.log.warning(
                "a partition of the offsets topic tells no end: groups are judged without it",
                ["kafka.topic": .string(topic), "kafka.partition": LogValue(number)])
        }
    }

    /// Reads and stores one batch; the reason where the topic may not be read.
    private mutating func read() -> String? {
        guard let reader else { return nil }
        let signal = self.signal
        var problems: [PartitionProblem] = []
        do {
            let batch = reader.poll(upTo: CollectLimits.recordsPerTake, waiting: CollectLimits.pollWait) {
                signal.isStopping
            }
            if !batch.isEmpty {
                monitor.take(batch) { machine.base(of: $0) }
            }
            for run in batch.runs {
                machine.moved(run.partition.partition, to: batch.offset(at: run.range.upperBound - 1) + 1)
            }
            for end in batch.ends { machine.moved(end.partition.partition, to: end.offset) }
            let moved = Set(batch.runs.map(\.partition.partition) + batch.ends.map(\.partition.partition))
            noteProgress(moved)
            problems = batch.problems
        }
        let now = monitor.time.monotonic()
        if now >= nextErrors {
            nextErrors = now + .seconds(1)
            if let error = reader.takeErrors().last { note(error) }
        }
        for problem in problems {
            if problem.error.isCode(.topicForbidden) { return problem.error.description }
            handle(problem, reader)
        }
        return nil
    }

    private func noteProgress(_ moved: Set<Int32>) {
        if moved.isEmpty { return }
        let places = machine.places
        monitor.places.withLock { $0 = places }
        monitor.condition.withLock { condition in
            for number in moved {
                if let place = places[number] { condition.progress.moved(number, to: place.position) }
            }
        }
    }

    private mutating func handle(_ problem: PartitionProblem, _ reader: LogReader) {
        let number = problem.partition.partition
        note(problem.error)
        if problem.error.isCode(.positionOutOfRange) {
            let answers = watch.ends(of: [0: [problem.partition]], within: CollectLimits.requestDeadline)
            let start = answers.first?.starts.offsets.first ?? nil
            let end = answers.first?.lastStable.offsets.first ?? nil
            let again = machine.outOfRange(number, start: start ?? 0, end: end)
            monitor.log.warning(
                "a position in the offsets topic is outside the log, which is read from its start",
                ["kafka.partition": LogValue(number), "kafka.offset": LogValue(problem.offset)])
            do throws(KafkaError) {
                try reader.restart(number, at: again.at)
            } catch {
                note(error)
            }
        } else if problem.error.isCode(.topicNotNamed) || problem.error.isCode(.partitionNotNamed)
            || problem.error.isCode(.unknownTopic)
        {
            nextTopic = .zero
        }
    }

    private func note(_ error: KafkaError) {
        monitor.condition.withLock { $0.collectFailure = error.description }
        monitor.log.warning(
            "the offsets topic is read with errors", ["error": .string(error.description)],
            limit: LogLimit("lag.offsets.\(monitor.plan.name)", every: CollectLimits.logInterval))
    }

    private mutating func fail(_ why: String) {
        monitor.condition.withLock { $0.collecting = .failing(why) }
        monitor.log.error(
            "the offsets topic cannot be read", ["error": .string(why)],
            limit: LogLimit("lag.reader.\(monitor.plan.name)", every: CollectLimits.logInterval))
        closeReader()
        nextTopic = .zero
        _ = signal.pause(CollectLimits.retryLongest)
    }

    private func report() {
        let collecting = machine.collecting
        monitor.condition.withLock { $0.collecting = collecting }
    }

    private mutating func closeReader() {
        signal.onStop(nil)
        reader?.close()
        reader = nil
    }
}
