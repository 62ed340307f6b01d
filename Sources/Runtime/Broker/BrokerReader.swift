// Sluice
// SPDX-License-Identifier: Apache-2.0

package import KafkaClient
package import Platform
package import Sinks

/// Asks the broker what blocks, on a thread of its own: committed offsets, ends of logs, single records.
///
/// It uses a client that is no member of the group, so that a slow coordinator holds up nobody who reads.
package actor BrokerReader: Poller {
    package nonisolated let questions = Mailbox<BrokerQuestion>()

    nonisolated let executor = PollingExecutor(name: "sluice-broker")
    private let probe: BrokerProbe
    private let answer: @Sendable (BrokerAnswer) -> Void

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// - Parameter answer: called on the reader's thread.
    package init(probe: BrokerProbe, answer: @escaping @Sendable (BrokerAnswer) -> Void) {
        self.probe = probe
        self.answer = answer
    }

    package nonisolated func start() { executor.start(polling: self) }
    package nonisolated func poll() { assumeIsolated { $0.step() } }
    package nonisolated func wake() { questions.wake() }

    private func step() {
        for question in questions.take(waiting: executor.hasJobs ? .zero : .seconds(3600)) {
            if case .stop = question { return executor.finish() }
            do throws(KafkaError) {
                answer(try reply(to: question))
            } catch {
                answer(.failed(question, reason: "\(error)"))
            }
        }
    }

    private func reply(to question: BrokerQuestion) throws(KafkaError) -> BrokerAnswer {
        let deadline = RuntimeLimits.questionDeadline
        switch question {
        case .standing(let partition, let ticket):
            let committed = try probe.committed([partition], within: deadline)
            let ends = try probe.watermarks(of: partition, within: deadline)
            guard ends.low >= 0, ends.high >= ends.low else {
                // The two ends are asked for apart, and retention or a new leader may come between.
                throw KafkaError(
                    code: 0, name: "ENDS_DIFFER", message: "the log starts at \(ends.low) and ends at \(ends.high)",
                    context: "ask for the ends of \(partition)", isRetriable: true)
            }
            let standing = BrokerStanding(
                committed: (committed[partition] ?? nil)?.position, logStart: ends.low, logEnd: ends.high)
            return .standing(partition, ticket: ticket, standing)
        case .record(let partition, let offset, let ticket):
            return .record(partition, ticket: ticket, try identity(at: offset, of: partition, within: deadline))
        case .committed(let partitions, let membership):
            let committed = try probe.committed(partitions, within: deadline)
            return .committed(committed.mapValues { $0?.position }, membership: membership)
        case .owners(let topics, let membership):
            // Other questions wait behind this one, and partitions wait for their answers.
            let deadline = RuntimeLimits.ownersDeadline
            let metadata = try probe.metadata(of: topics, within: deadline)
            var all: Set<TopicPartition> = []
            for name in topics {
                for partition in (metadata.topic(name)?.leaders ?? [:]).keys {
                    all.insert(TopicPartition(topic: name, partition: partition))
                }
            }
            return .owners(try probe.owners(within: deadline), of: all, membership: membership)
        case .stop:
            preconditionFailure("a stop has no answer")
        }
    }

    /// The record at exactly the offset; nil where the log has none there.
    private func identity(
        at offset: Int64, of partition: TopicPartition, within deadline: Duration
    ) throws(KafkaError) -> RecordIdentity? {
        let record: ProbedRecord?
        do throws(KafkaError) {
            record = try probe.record(at: offset, of: partition, within: deadline)
        } catch  where error.isCode(.positionOutOfRange) {
            return nil
        }
        guard let record, record.offset == offset else { return nil }
        return RecordIdentity(
            offset: record.offset, timestampMs: record.timestampMs,
            hash: RecordHash(key: record.key?.span.bytes, payload: record.payload?.span.bytes))
    }
}

extension CommittedOffset {
    /// The same in the words of the epoch protocol.
    package var position: CommittedPosition { CommittedPosition(offset: offset, metadata: metadata) }
}
