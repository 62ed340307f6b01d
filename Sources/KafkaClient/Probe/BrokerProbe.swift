// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka

/// Looks at a cluster from outside the group: what is committed, where logs begin and end, one record at an offset.
///
/// A client of its own that never joins the group. Every call blocks until its deadline at most, so none may be made
/// on the ingest thread or the cooperative pool. Any other thread may call; reading records takes turns.
@safe package final class BrokerProbe: Sendable {
    let client: ClientHandle
    /// The group whose commits are read.
    package let group: String
    /// Whether a call of `record` uses the client's one assignment.
    private let isReading = Signal(false)
    private let isClosed = EndFlag()

    package init(_ configuration: ConsumerConfiguration) throws(KafkaError) {
        var configuration = configuration
        // With a static id the probe would take the member's place.
        configuration.instanceID = nil
        configuration.clientID += "-probe"
        configuration.queueKiB = 1024
        // A broker that hangs keeps its connection: until a request times out nobody looks for another coordinator,
        // which the group has had for long (60 s by default).
        let timeout = "socket.timeout.ms"
        if !configuration.options.contains(where: { $0.name == timeout }) {
            configuration.options.append(KafkaOption(timeout, String(KafkaClientLimits.probeRequestMs)))
        }
        var properties = try configuration.properties()
        properties.append(KafkaOption("queued.min.messages", "1"))
        properties.append(KafkaOption("fetch.wait.max.ms", "10"))
        client = try ClientHandle(.consumer, properties, callbacks: .none, log: configuration.log)
        group = configuration.group
        unsafe rd_kafka_poll_set_consumer(client.pointer)
    }

    deinit {
        close()
    }

    /// Ends the client on a thread of its own; no call may follow.
    package func close() {
        if isClosed.isSet { return }
        isClosed.set()
        let client = self.client
        DetachedThread.start { client.destroy(closing: false) }
    }

    /// What the group has committed, with metadata; nil: nothing for that partition.
    package func committed(
        _ partitions: [TopicPartition], within deadline: Duration
    ) throws(KafkaError) -> [TopicPartition: CommittedOffset?] {
        let list = PartitionList(partitions)
        let timeoutMs = Int32(clamping: deadline.milliseconds)
        let code = unsafe list.lend { unsafe rd_kafka_committed(client.pointer, $0, timeoutMs) }
        let context = "read commits of group \(group)"
        if code != RD_KAFKA_RESP_ERR_NO_ERROR { throw KafkaError(code, context) }
        var result: [TopicPartition: CommittedOffset?] = [:]
        for entry in list.entries {
            if entry.code != RD_KAFKA_RESP_ERR_NO_ERROR { throw KafkaError(entry.code, context) }
            let isThere = entry.offset >= 0
            result[entry.partition] = .some(
                isThere ? CommittedOffset(offset: entry.offset, metadata: entry.metadata) : nil)
        }
        return result
    }

    /// The log's start and end (the last stable offset where transactions are open), asked from the leader.
    package func watermarks(
        of partition: TopicPartition, within deadline: Duration
    ) throws(KafkaError) -> (low: Int64, high: Int64) {
        var low: Int64 = -1
        var high: Int64 = -1
        let code = unsafe rd_kafka_query_watermark_offsets(
            client.pointer, partition.topic, partition.partition, &low, &high,
            Int32(clamping: deadline.milliseconds))
        if code != RD_KAFKA_RESP_ERR_NO_ERROR { throw KafkaError(code, "ask for the ends of \(partition)") }
        return (low, high)
    }

    /// The ends of many partitions by one request per leader.
    package func ends(
        of partitions: [TopicPartition], within deadline: Duration
    ) throws(KafkaError) -> [TopicPartition: Int64] {
        let list = PartitionList(capacity: partitions.count)
        for partition in partitions { list.add(partition, offset: -1) }
        let timeoutMs = Int32(clamping: deadline.milliseconds)
        let code = unsafe list.lend { unsafe rd_kafka_offsets_for_times(client.pointer, $0, timeoutMs) }
        if code != RD_KAFKA_RESP_ERR_NO_ERROR { throw KafkaError(code, "ask for ends") }
        var result: [TopicPartition: Int64] = [:]
        for entry in list.entries {
            if entry.code != RD_KAFKA_RESP_ERR_NO_ERROR {
                throw KafkaError(entry.code, "ask for the end of \(entry.partition)")
            }
            result[entry.partition] = entry.offset
        }
        return result
    }

    /// The first record at or after an offset; nil: the log ends before one. Throws where the offset is out of range.
    package func record(
        at offset: Int64, of partition: TopicPartition, within deadline: Duration
    ) throws(KafkaError) -> ProbedRecord? {
        let clock = ContinuousClock()
        let end = clock.now + deadline
        let context = "read \(partition) at \(offset)"
        let isMine = isReading.wait(atMostMs: deadline.milliseconds, until: { !$0 }) { isReading in
            defer { isReading = true }
            return !isReading
        }
        if !isMine { throw KafkaError(RD_KAFKA_RESP_ERR__TIMED_OUT, context) }
        defer { isReading.update { $0 = false } }
        let list = PartitionList()
        list.add(partition, offset: offset)
        let code = unsafe list.lend { unsafe rd_kafka_assign(client.pointer, $0) }
        if code != RD_KAFKA_RESP_ERR_NO_ERROR { throw KafkaError(code, context) }
        defer { unsafe _ = rd_kafka_assign(client.pointer, nil) }
        return try firstRecord(at: offset, until: end, context)
    }

    private func firstRecord(
        at offset: Int64, until end: ContinuousClock.Instant, _ context: String
    ) throws(KafkaError) -> ProbedRecord? {
        let clock = ContinuousClock()
        while true {
            let left = (end - clock.now).milliseconds
            let message = unsafe rd_kafka_consumer_poll(client.pointer, Int32(clamping: left))
            if let message = unsafe message {
                defer { unsafe rd_kafka_message_destroy(message) }
                let code = unsafe message.pointee.err
                if code == RD_KAFKA_RESP_ERR_NO_ERROR {
                    if unsafe message.pointee.offset >= offset { return unsafe ProbedRecord(message) }
                } else if code == RD_KAFKA_RESP_ERR__PARTITION_EOF {
                    return nil
                } else if unsafe message.pointee.rkt != nil {
                    throw unsafe KafkaError(
                        code, context, message: KafkaError.text(rd_kafka_message_errstr(message)))
                }
            }
            if clock.now >= end { throw KafkaError(RD_KAFKA_RESP_ERR__TIMED_OUT, context) }
        }
    }

    package func takeErrors() -> [KafkaError] { client.context.takeErrors() }
}
