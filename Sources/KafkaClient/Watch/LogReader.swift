// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka

/// Reads partitions of one topic, committed records only, without a group. One thread calls everything here; only
/// `waker` is for others.
///
/// By librdkafka's simple consumer, which knows no rebalances and so none of their traps (docs/adr/0007). Records come
/// in order per partition, each once per start. A partition that moves to another leader is followed; one whose
/// position is outside the log is told as a problem and waits for `restart`.
@safe package final class LogReader {
    package let topic: String
    package let waker: ConsumerWaker
    let source: LogSource
    let buffer = MessageBuffer(capacity: KafkaClientLimits.recordsPerPoll)
    /// Index: partition number.
    var slots: [LogSlot] = []
    var isClosed = false

    package init(_ configuration: WatchConfiguration, topic: String) throws(KafkaError) {
        self.topic = topic
        source = try LogSource(configuration, topic: topic)
        waker = ConsumerWaker(source.sharedQueue)
    }

    /// A reader that was not closed is closed.
    deinit {
        close()
    }

    /// Partitions that are read, ascending.
    package var partitions: [Int32] {
        slots.indices.filter { slots[$0].isActive }.map { Int32(clamping: $0) }
    }

    /// Begins to read a partition; does nothing where it is read already.
    package func add(_ partition: Int32, at start: LogStart) throws(KafkaError) {
        guard partition >= 0, Int(partition) < KafkaClientLimits.partitionsPerLog else {
            throw KafkaError(RD_KAFKA_RESP_ERR__INVALID_ARG, "read \(topic)-\(partition)")
        }
        let index = Int(partition)
        while slots.count <= index { slots.append(LogSlot()) }
        if slots[index].isActive { return }
        let offset: Int64
        switch start {
        case .beginning: offset = Int64(RD_KAFKA_OFFSET_BEGINNING)
        case .end: offset = Int64(RD_KAFKA_OFFSET_END)
        case .offset(let exact): offset = max(0, exact)
        }
        if unsafe rd_kafka_consume_start_queue(source.topic, partition, offset, source.queue) != 0 {
            throw KafkaError(rd_kafka_last_error(), "read \(topic)-\(partition)")
        }
        slots[index] = LogSlot(isActive: true, position: offset >= 0 ? offset : nil)
    }

    /// Reads a partition again from another place; records that wait of the old one are dropped.
    package func restart(_ partition: Int32, at start: LogStart) throws(KafkaError) {
        remove(partition)
        try add(partition, at: start)
    }

    /// Ends reading a partition; records that wait of it are dropped.
    package func remove(_ partition: Int32) {
        let index = Int(partition)
        guard slots.indices.contains(index), slots[index].isActive else { return }
        unsafe _ = rd_kafka_consume_stop(source.topic, partition)
        slots[index] = LogSlot()
    }

    /// The next offset to hand over; nil: the partition is not read, or its start is not known yet.
    package func position(of partition: Int32) -> Int64? {
        slots.indices.contains(Int(partition)) ? slots[Int(partition)].position : nil
    }

    /// Whether the last thing seen of a partition was its end.
    package func isAtEnd(_ partition: Int32) -> Bool {
        slots.indices.contains(Int(partition)) && slots[Int(partition)].isAtEnd
    }

    /// Errors of the client since the last call: brokers down, authentication.
    package func takeErrors() -> [KafkaError] {
        // Serves the error callback, which `consume` calls leave alone.
        unsafe _ = rd_kafka_poll(source.client.pointer, 0)
        return source.client.context.takeErrors()
    }

    /// Ends the client on a thread of its own; no call may follow, and no batch may be out.
    package func close() {
        if isClosed { return }
        isClosed = true
        let source = self.source
        let active = partitions
        DetachedThread.start { source.end(active) }
    }
}
