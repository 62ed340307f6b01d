// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka
import Platform

extension ClusterWatch {
    /// Where logs begin, end, or were at a time: one request per leader and thousand partitions. Partitions should have
    /// the same leader: 2.0.2 waits until the deadline for one that does not answer and forgets the answers of others.
    package func offsets(
        _ end: LogEnd, of partitions: [TopicPartition], within deadline: Duration
    ) -> LogEndAnswers {
        var answers = LogEndAnswers(offsets: [])
        answers.offsets.reserveCapacity(partitions.count)
        let clock = ContinuousClock()
        let until = clock.now + deadline
        var start = 0
        var failure: KafkaError?
        while start < partitions.count {
            let chunk = partitions[start..<min(partitions.count, start + KafkaClientLimits.partitionsPerEndsCall)]
            if failure == nil { failure = ask(end, chunk, until - clock.now, &answers) }
            // After a call that failed as a whole further ones would only take more of the caller's time.
            if let failure, answers.offsets.count < chunk.endIndex {
                for index in chunk.indices {
                    answers.offsets.append(nil)
                    answers.failures[index] = failure
                }
            }
            start = chunk.endIndex
        }
        return answers
    }

    /// Appends the answers for some partitions; returns the error of the whole call, having appended nothing.
    private func ask(
        _ end: LogEnd, _ partitions: ArraySlice<TopicPartition>, _ left: Duration, _ answers: inout LogEndAnswers
    ) -> KafkaError? {
        let context = "ask for ends"
        let leftMs = left.milliseconds
        if leftMs < 1 { return KafkaError(RD_KAFKA_RESP_ERR__TIMED_OUT, context) }
        let list = PartitionList(capacity: partitions.count)
        for partition in partitions { list.add(partition, offset: end.question) }
        let client = end == .lastStable ? committedClient : self.client
        let before = TimeSource.system.monotonic()
        let code = unsafe list.lend {
            unsafe rd_kafka_offsets_for_times(client.pointer, $0, Int32(clamping: leftMs))
        }
        if code != RD_KAFKA_RESP_ERR_NO_ERROR { return KafkaError(code, context) }
        // 2.0.2 says "no error" also where a leader has not answered in time, and leaves the question in its place.
        let isLate = (TimeSource.system.monotonic() - before).milliseconds >= leftMs
        for (index, entry) in zip(partitions.indices, list.entries) {
            let isUnanswered = entry.offset < 0 ? !end.isTime : isLate && entry.offset == end.question
            if entry.code != RD_KAFKA_RESP_ERR_NO_ERROR || isUnanswered {
                let code = entry.code == RD_KAFKA_RESP_ERR_NO_ERROR ? RD_KAFKA_RESP_ERR__TIMED_OUT : entry.code
                answers.offsets.append(nil)
                answers.failures[index] = KafkaError(code, "ask for the end of \(entry.partition)")
            } else {
                answers.offsets.append(entry.offset)
            }
        }
        return nil
    }

    /// Asks leaders for the start, the last stable offset and the high watermark of their partitions, in that order and
    /// each leader by a thread of its own: one that hangs costs the caller the deadline and others nothing.
    package func ends(
        of leaders: [Int32: [TopicPartition]], within deadline: Duration
    ) -> [LeaderEnds] {
        let answers = Locked<[LeaderEnds]>([])
        var waiting = leaders.sorted { $0.key < $1.key }[...]
        while !waiting.isEmpty {
            let wave = waiting.prefix(KafkaClientLimits.leadersAtOnce)
            waiting = waiting.dropFirst(wave.count)
            let threads = wave.map { leader, partitions in
                let work: @Sendable () -> Void = { [self] in
                    let found = ends(of: leader, partitions, within: deadline)
                    answers.withLock { $0.append(found) }
                }
                let thread = OwnedThread(work)
                // Without room for a thread the caller does it.
                if thread == nil { work() }
                return thread
            }
            for thread in threads { thread?.join() }
        }
        return answers.withLock { $0 }.sorted { $0.leader < $1.leader }
    }

    private func ends(
        of leader: Int32, _ partitions: [TopicPartition], within deadline: Duration
    ) -> LeaderEnds {
        let clock = ContinuousClock()
        let until = clock.now + deadline
        // None may take the time of those after it: without a high watermark there is no sample.
        let starts = offsets(.start, of: partitions, within: (until - clock.now) / 3)
        let stable = offsets(.lastStable, of: partitions, within: (until - clock.now) / 2)
        let high = offsets(.highWatermark, of: partitions, within: until - clock.now)
        return LeaderEnds(
            leader: leader, partitions: partitions, starts: starts, lastStable: stable, highWatermarks: high)
    }
}

extension LogEnd {
    /// What stands in a request (ListOffsets): a time, or -1 for the end, -2 for the start.
    fileprivate var question: Int64 {
        switch self {
        case .start: -2
        case .highWatermark, .lastStable: -1
        case .time(let ms): max(0, ms)
        }
    }

    fileprivate var isTime: Bool {
        if case .time = self { return true }
        return false
    }
}
