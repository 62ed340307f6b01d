// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Testing

/// A consumer with the simplest owner: starts what is assigned at known positions, gives back what is revoked.
final class Reader {
    struct Record: Equatable {
        let partition: Int32
        let offset: Int64
        let timestampMs: Int64
        let key: [UInt8]?
        let payload: [UInt8]?
    }

    let consumer: Consumer
    var positions: [TopicPartition: Int64] = [:]
    var owned: Set<TopicPartition> = []
    var events: [RebalanceEvent] = []
    var records: [Record] = []
    var ends: [TopicPartition: Int64] = [:]
    var problems: [PartitionProblem] = []
    var errors: [KafkaError] = []
    var onRevoke: (([TopicPartition], Bool) throws -> Void)?
    var onAssign: (([TopicPartition]) throws -> [TopicPartition])?
    var batch = 1000
    var keepsHeaders = false
    var keepsOffsetsOnly = false
    /// Offsets that were skipped or came again, against `positions`.
    var gaps = 0
    var repeats = 0
    /// Stands for the work on a batch.
    var pause = Duration.zero
    var headers: [[(name: String, value: [UInt8]?)]] = []

    init(_ configuration: ConsumerConfiguration, topic: String) throws {
        consumer = try Consumer(configuration)
        try consumer.subscribe([topic])
    }

    /// One turn of the owner's loop.
    func step(_ waiting: Duration = .milliseconds(50)) throws {
        take(consumer.poll(upTo: batch, waiting: waiting, isWanted: { false }))
        let clock = ContinuousClock()
        let end = clock.now + pause
        while clock.now < end {}
        errors += consumer.takeErrors()
        while let event = consumer.takeRebalance() {
            events.append(event)
            switch event {
            case .assign(let partitions):
                owned.formUnion(partitions)
                let now = try onAssign?(partitions) ?? partitions
                try consumer.add(now.map { ($0, positions[$0] ?? 0) })
            case .revoke(let partitions, let lost):
                try onRevoke?(partitions, lost)
                owned.subtract(partitions)
            }
            try consumer.finishRebalance()
        }
    }

    func take(_ batch: consuming RecordBatch) {
        for run in batch.runs {
            if keepsOffsetsOnly {
                check(run, batch)
                continue
            }
            for index in run.range {
                records.append(
                    Record(
                        partition: run.partition.partition, offset: batch.offset(at: index),
                        timestampMs: batch.timestampMs(at: index), key: copy(batch.key(at: index)),
                        payload: copy(batch.payload(at: index))))
                if keepsHeaders {
                    var seen: [(name: String, value: [UInt8]?)] = []
                    batch.forEachHeader(at: index) { name, value in
                        seen.append((String(decoding: copy(name) ?? [], as: UTF8.self), copy(value)))
                    }
                    headers.append(seen)
                }
            }
            positions[run.partition] = batch.offset(at: run.range.upperBound - 1) + 1
            ends[run.partition] = nil
        }
        for end in batch.ends {
            ends[end.partition] = end.offset
            positions[end.partition] = end.offset
        }
        problems += batch.problems
    }

    /// Follows the offsets without keeping records.
    private func check(_ run: RecordRun, _ batch: borrowing RecordBatch) {
        let position = positions[run.partition] ?? 0
        let first = batch.offset(at: run.range.lowerBound)
        let next = batch.offset(at: run.range.upperBound - 1) + 1
        if first > position || next - first > Int64(run.range.count) { gaps += 1 }
        if first < position || next - first < Int64(run.range.count) { repeats += 1 }
        positions[run.partition] = max(position, next)
        ends[run.partition] = nil
    }

    private func copy(_ span: RawSpan?) -> [UInt8]? {
        guard let span else { return nil }
        return span.withUnsafeBytes { Array($0) }
    }

    /// Steps until the condition holds; fails the test after the limit.
    func run(atMost limit: Duration = .seconds(180), until isDone: () -> Bool) throws {
        let clock = ContinuousClock()
        let end = clock.now + limit
        while !isDone() {
            try step()
            if clock.now > end {
                Issue.record(
                    """
                    not reached in \(limit): owned \(owned.count), records \(records.count), \(errors), \(problems), \
                    \(ends), \(positions), \(consumer.statistics)
                    """)
                throw KafkaError(code: 0, name: "", message: "time is over", context: "test")
            }
        }
    }

    func read(until count: Int) throws -> [Record] {
        try run { records.count >= count }
        return records
    }

    func leave() {
        #expect(consumer.leave(within: .seconds(20)))
    }
}

/// Steps several readers in turn until the condition holds.
func run(_ readers: [Reader], atMost limit: Duration = .seconds(180), until isDone: () -> Bool) throws {
    let clock = ContinuousClock()
    let end = clock.now + limit
    while !isDone() {
        for reader in readers { try reader.step(.milliseconds(10)) }
        if clock.now > end {
            let owned = readers.map(\.owned.count)
            Issue.record("not reached in \(limit): owned \(owned), errors \(readers.flatMap(\.errors))")
            throw KafkaError(code: 0, name: "", message: "time is over", context: "test")
        }
    }
}
