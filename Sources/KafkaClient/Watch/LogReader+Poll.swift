// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka

extension LogReader {
    /// Hands over what is there, up to a number of records; waits for the first only while nothing else is wanted.
    ///
    /// `isWanted` is asked after the queue was found empty and before blocking: the non-blocking look swallows a
    /// wake-up. The batch must be destroyed before the next call of any method. A run's `ordinal` is its partition.
    package func poll(upTo records: Int, waiting: Duration, isWanted: () -> Bool) -> RecordBatch {
        precondition(!buffer.isLent, "the last batch must be destroyed before the next poll")
        let limit = max(1, min(records, buffer.capacity))
        var fetched = gather(into: 0, limit)
        let waitMs = waiting.milliseconds
        if fetched == 0, waitMs > 0, !isWanted() {
            let first = unsafe rd_kafka_consume_queue(source.queue, Int32(clamping: waitMs))
            if let first = unsafe first {
                unsafe buffer.messages[0] = first
                fetched = 1 + gather(into: 1, limit - 1)
            }
        }
        sort(fetched)
        source.fetchWaker?.note(batchWasFull: fetched == limit)
        return RecordBatch(buffer)
    }

    /// Takes messages that are ready; never waits.
    private func gather(into start: Int, _ limit: Int) -> Int {
        if limit == 0 { return 0 }
        return unsafe max(0, rd_kafka_consume_batch_queue(source.queue, 0, buffer.messages + start, limit))
    }

    /// Keeps the records to hand over at the front of the buffer and frees every other message.
    private func sort(_ fetched: Int) {
        var kept = 0
        var runStart = 0
        var current: Int32 = -1
        var brokersChanged = false
        for index in 0..<fetched {
            guard let message = unsafe buffer.messages[index] else { continue }
            let partition = unsafe message.pointee.partition
            if partition != current {
                closeRun(current, runStart..<kept)
                runStart = kept
                current = partition
                if unsafe noteBroker(message, partition) { brokersChanged = true }
            }
            if unsafe message.pointee.err != RD_KAFKA_RESP_ERR_NO_ERROR {
                closeRun(current, runStart..<kept)
                runStart = kept
                unsafe noteSpecial(message)
                unsafe rd_kafka_message_destroy(message)
            } else if unsafe accept(partition, message.pointee.offset) {
                unsafe buffer.bytes += message.pointee.len + message.pointee.key_len
                unsafe buffer.messages[kept] = message
                kept += 1
            } else {
                unsafe rd_kafka_message_destroy(message)
            }
        }
        closeRun(current, runStart..<kept)
        buffer.count = kept
        if brokersChanged { tellSources() }
    }

    /// Whether a record is one to hand over: of a partition that is read, and not below its position.
    @inline(always)
    private func accept(_ partition: Int32, _ offset: Int64) -> Bool {
        guard partition >= 0, Int(partition) < slots.count, offset >= 0, offset < Int64.max else { return false }
        let slot = slots[Int(partition)]
        guard slot.isActive, !slot.isStopped, offset >= slot.position ?? 0 else { return false }
        slots[Int(partition)].position = offset + 1
        return true
    }

    private func closeRun(_ partition: Int32, _ range: Range<Int>) {
        guard !range.isEmpty else { return }
        slots[Int(partition)].isAtEnd = false
        buffer.runs.append(
            RecordRun(
                ordinal: Int(partition), partition: TopicPartition(topic: topic, partition: partition), range: range))
    }

    /// Whether the records of a partition come from another broker than before.
    private func noteBroker(_ message: UnsafeMutablePointer<rd_kafka_message_t>, _ partition: Int32) -> Bool {
        guard partition >= 0, Int(partition) < slots.count else { return false }
        let broker = unsafe rd_kafka_message_broker_id(message)
        if broker < 0 || slots[Int(partition)].broker == broker { return false }
        slots[Int(partition)].broker = broker
        return true
    }

    private func tellSources() {
        source.fetchWaker?.setSources(
            partitions.map { (TopicPartition(topic: topic, partition: $0), slots[Int($0)].broker) })
    }

    /// An end, or an error of a partition or of the topic.
    private func noteSpecial(_ message: UnsafeMutablePointer<rd_kafka_message_t>) {
        let code = unsafe message.pointee.err
        let partition = unsafe message.pointee.partition
        let offset = unsafe message.pointee.offset
        let text = unsafe KafkaError.text(rd_kafka_message_errstr(message))
        guard partition >= 0, Int(partition) < slots.count, slots[Int(partition)].isActive else {
            if code != RD_KAFKA_RESP_ERR__PARTITION_EOF {
                source.client.context.note(KafkaError(code, "read \(topic)", message: text))
            }
            return
        }
        let index = Int(partition)
        let name = TopicPartition(topic: topic, partition: partition)
        if code == RD_KAFKA_RESP_ERR__PARTITION_EOF {
            guard !slots[index].isStopped, offset >= slots[index].position ?? 0 else { return }
            slots[index].position = offset
            slots[index].isAtEnd = true
            buffer.ends.append(PartitionEnd(ordinal: index, partition: name, offset: offset))
            return
        }
        let error = KafkaError(code, "read \(name)", message: text)
        if error.isCode(.positionOutOfRange) { slots[index].isStopped = true }
        buffer.problems.append(
            PartitionProblem(ordinal: index, partition: name, offset: slots[index].position ?? offset, error: error))
    }
}
