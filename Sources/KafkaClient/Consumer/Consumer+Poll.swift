// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka

extension Consumer {
    /// Hands over what is there, up to a number of records; waits for the first only while nothing else is wanted.
    ///
    /// `isWanted` is asked after the queue was found empty and before blocking: the non-blocking look swallows a
    /// wake-up. The batch must be destroyed before the next call of any method.
    package func poll(upTo records: Int, waiting: Duration, isWanted: () -> Bool) -> RecordBatch {
        precondition(!buffer.isLent, "the last batch must be destroyed before the next poll")
        let limit = max(1, min(records, buffer.capacity))
        let eventsBefore = events.count
        counters.polls += 1
        var fetched = gather(into: 0, limit)
        // Whatever was queued before an unassign outside a revoke has been seen now.
        if fetched < limit { hasAnsweredBlindly = false }
        let waitMs = waiting.milliseconds
        if fetched == 0, waitMs > 0, events.count == eventsBefore, decided.isEmpty, !isWanted() {
            fetched = block(waitMs, limit)
        }
        sort(fetched)
        fetchWaker?.note(batchWasFull: fetched == limit)
        return RecordBatch(buffer)
    }

    /// Waits for one message and takes what came with it.
    private func block(_ waitMs: Int, _ limit: Int) -> Int {
        let slice = outstanding.isEmpty ? waitMs : min(waitMs, KafkaClientLimits.commitPollMs)
        isBlocking = true
        let first = unsafe rd_kafka_consumer_poll(client.pointer, Int32(clamping: slice))
        isBlocking = false
        guard let first = unsafe first else { return 0 }
        unsafe buffer.messages[0] = first
        return 1 + gather(into: 1, limit - 1)
    }

    /// Takes messages that are ready; never waits.
    private func gather(into start: Int, _ limit: Int) -> Int {
        if limit == 0 { return 0 }
        return unsafe max(0, rd_kafka_consume_batch_queue(queue, 0, buffer.messages + start, limit))
    }

    /// Keeps the records to hand over at the front of the buffer and destroys everything else.
    private func sort(_ fetched: Int) {
        var sorter = BatchSorter()
        sorter.sort(buffer, fetched, &table, &counters, client)
        for ordinal in sorter.rereads { reread(ordinal) }
    }

    /// Reads again from the position, because librdkafka may have skipped records while it paused for a rebalance.
    private func reread(_ ordinal: Int) {
        let found = table.update(ordinal) { slot in
            slot.isRereading = false
            slot.rereads += 1
            return slot
        }
        guard let slot = found else { return }
        counters.rereads += 1
        if slot.rereads > KafkaClientLimits.rereadsMax {
            stop(ordinal, slot, KafkaError(RD_KAFKA_RESP_ERR__INCONSISTENT, "read \(slot.partition) again"))
        } else if let error = seek(slot.partition, to: slot.position) {
            stop(ordinal, slot, error)
        }
    }

    private func stop(_ ordinal: Int, _ slot: PartitionSlot, _ error: KafkaError) {
        _ = table.update(ordinal) { $0.isStopped = true }
        buffer.problems.append(
            PartitionProblem(ordinal: ordinal, partition: slot.partition, offset: slot.position, error: error))
    }

    /// Moves a partition that is being fetched; older records in the queue are outdated at once.
    func seek(_ partition: TopicPartition, to offset: Int64) -> KafkaError? {
        let list = PartitionList()
        list.add(partition, offset: offset)
        // Without a timeout the call does not wait: an offset that cannot be sought shows as the next gap or error.
        let error = unsafe list.lend { unsafe rd_kafka_seek_partitions(client.pointer, $0, 0) }
        guard let error = unsafe error else { return nil }
        return unsafe KafkaError(consuming: error, "seek \(partition)")
    }
}
