// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka

/// Splits what librdkafka hands over into records, ends, problems and things to drop, and follows the positions.
@safe struct BatchSorter {
    typealias Message = UnsafeMutablePointer<rd_kafka_message_t>

    /// Partitions whose position has to be sought again.
    private(set) var rereads: [Int] = []
    private var kept = 0
    private var runStart = 0
    private var ordinal = -1
    private var slot: PartitionSlot?
    private var topic: OpaquePointer?
    private var partition: Int32 = -1

    /// Leaves `buffer.count` records at the front of the buffer; frees every other message.
    mutating func sort(
        _ buffer: MessageBuffer, _ fetched: Int, _ table: inout PartitionTable, _ counters: inout ConsumerCounters,
        _ client: ClientHandle
    ) {
        for index in 0..<fetched {
            guard let message = unsafe buffer.messages[index] else { continue }
            if unsafe message.pointee.err != RD_KAFKA_RESP_ERR_NO_ERROR {
                close(buffer, &table)
                unsafe noteSpecial(message, buffer, &table, client)
                unsafe rd_kafka_message_destroy(message)
                continue
            }
            if unsafe message.pointee.rkt != topic || message.pointee.partition != partition {
                close(buffer, &table)
                unsafe open(message, &table)
            }
            if unsafe accept(message.pointee.offset, &counters) {
                unsafe buffer.bytes += message.pointee.len + message.pointee.key_len
                unsafe buffer.messages[kept] = message
                kept += 1
            } else {
                unsafe rd_kafka_message_destroy(message)
            }
        }
        close(buffer, &table)
        buffer.count = kept
        counters.records += kept
        counters.bytes += buffer.bytes
    }

    /// Whether a record is the next to hand over. Runs once per record: the first comparison decides nearly always.
    @inline(always)
    private mutating func accept(_ offset: Int64, _ counters: inout ConsumerCounters) -> Bool {
        guard slot != nil else {
            counters.dropped += 1
            return false
        }
        if slot!.position == offset, !slot!.isRereading {
            slot!.position = offset + 1
            return true
        }
        return acceptSlowly(offset, &counters)
    }

    private mutating func acceptSlowly(_ offset: Int64, _ counters: inout ConsumerCounters) -> Bool {
        if slot!.isRereading || slot!.isStopped {
            counters.dropped += 1
            return false
        }
        if offset < slot!.position {
            counters.repeated += 1
            return false
        }
        if mustReread(gapEnd: offset, &counters) { return false }
        slot!.position = offset + 1
        return true
    }

    /// Whether a jump of the position, after a rebalance, has to be read a second time before it is believed.
    private mutating func mustReread(gapEnd: Int64, _ counters: inout ConsumerCounters) -> Bool {
        if slot!.suspicion == .none { return false }
        if slot!.gapEnd == gapEnd {
            counters.confirmedGaps += 1
            slot!.settle()
            return false
        }
        slot!.gapEnd = gapEnd
        slot!.isRereading = true
        rereads.append(ordinal)
        return true
    }

    private mutating func open(_ message: Message, _ table: inout PartitionTable) {
        unsafe topic = message.pointee.rkt
        unsafe partition = message.pointee.partition
        runStart = kept
        let key = unsafe PartitionTable.TopicKey(topic: UInt(bitPattern: topic), partition: partition)
        let found = table.ordinal(of: key) { unsafe KafkaError.text(rd_kafka_topic_name(topic)) }
        guard let found else {
            ordinal = -1
            slot = nil
            return
        }
        ordinal = found
        slot = table.slots[found]
        slot?.broker = unsafe rd_kafka_message_broker_id(message)
    }

    /// Ends the run of one partition and writes its position back.
    private mutating func close(_ buffer: MessageBuffer, _ table: inout PartitionTable) {
        defer {
            slot = nil
            unsafe topic = nil
        }
        guard var done = slot else { return }
        if kept > runStart {
            done.isAtEnd = false
            // Contiguous, or a gap that was read twice: the positions are librdkafka's and ours again.
            if !done.isRereading { done.settle() }
            buffer.runs.append(
                RecordRun(ordinal: ordinal, partition: done.partition, range: runStart..<kept))
        }
        _ = table.update(ordinal) { $0 = done }
    }

    /// An end, an error of a partition, or an error of the group.
    private mutating func noteSpecial(
        _ message: Message, _ buffer: MessageBuffer, _ table: inout PartitionTable, _ client: ClientHandle
    ) {
        let code = unsafe message.pointee.err
        guard let topic = unsafe message.pointee.rkt else {
            let text = unsafe KafkaError.text(rd_kafka_message_errstr(message))
            client.context.note(unsafe KafkaError.ofClient(client.pointer, code, "consume", message: text))
            return
        }
        let key = unsafe PartitionTable.TopicKey(topic: UInt(bitPattern: topic), partition: message.pointee.partition)
        let name = unsafe KafkaError.text(rd_kafka_topic_name(topic))
        let offset = unsafe message.pointee.offset
        guard let found = table.ordinal(of: key, name: { name }) else {
            // Of a topic rather than of a partition that is read, as an unknown topic.
            if code != RD_KAFKA_RESP_ERR__PARTITION_EOF {
                unsafe client.context.note(
                    KafkaError(code, "consume \(name)", message: KafkaError.text(rd_kafka_message_errstr(message))))
            }
            return
        }
        ordinal = found
        slot = table.slots[found]
        guard let seen = slot else { return }
        if code == RD_KAFKA_RESP_ERR__PARTITION_EOF {
            noteEnd(seen, offset, buffer)
        } else {
            let text = unsafe KafkaError.text(rd_kafka_message_errstr(message))
            let error = KafkaError(code, "read \(seen.partition)", message: text)
            slot?.isStopped = error.isCode(.positionOutOfRange)
            buffer.problems.append(
                PartitionProblem(ordinal: found, partition: seen.partition, offset: offset, error: error))
        }
        _ = table.update(found) { $0 = slot ?? $0 }
        slot = nil
    }

    private mutating func noteEnd(_ seen: PartitionSlot, _ offset: Int64, _ buffer: MessageBuffer) {
        if seen.isRereading || seen.isStopped || offset < seen.position { return }
        var ignored = ConsumerCounters()
        if offset > seen.position, mustReread(gapEnd: offset, &ignored) { return }
        slot?.position = offset
        slot?.isAtEnd = true
        slot?.settle()
        buffer.ends.append(PartitionEnd(ordinal: ordinal, partition: seen.partition, offset: offset))
    }
}
