// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka

/// Sends records in batches, in order and without duplicates per partition (idempotent). Any thread may call.
///
/// Delivery reports are drained by the producer's own thread, so that a full queue empties by itself.
@safe package final class Producer: Sendable {
    /// What became of a record that was handed over.
    package enum Sent: Sendable, Equatable {
        case queued
        /// The queue is full; the record was not taken.
        case full
    }

    let client: ClientHandle
    private let endFlag = EndFlag()
    private let state: Signal<State>

    private struct State {
        var thread: OwnedThread?
        var topics: [String: ProducerTopic] = [:]
        var isClosed = false
    }

    package init(_ configuration: ProducerConfiguration) throws(KafkaError) {
        client = try ClientHandle(
            .producer, configuration.properties(), callbacks: .delivery, log: configuration.log)
        state = Signal(State())
        let client = self.client
        let ending = endFlag
        let thread = OwnedThread {
            while !ending.isSet { unsafe rd_kafka_poll(client.pointer, 100) }
        }
        state.update { $0.thread = thread }
    }

    deinit {
        close(within: .zero)
    }

    /// A handle to a topic, made once; valid until the producer is closed.
    package func topic(_ name: String) throws(KafkaError) -> ProducerTopic {
        let client = self.client
        let topic = state.wait(atMostMs: 0, until: { _ in true }) { state -> ProducerTopic? in
            if state.isClosed { return nil }
            if let known = state.topics[name] { return known }
            guard let pointer = unsafe rd_kafka_topic_new(client.pointer, name, nil) else { return nil }
            let made = unsafe ProducerTopic(name, pointer)
            state.topics[name] = made
            return made
        }
        guard let topic else { throw KafkaError(rd_kafka_last_error(), "open topic \(name)") }
        return topic
    }

    /// Queues one record; bytes are copied. A NULL payload is a tombstone; no partition: by the key's hash.
    ///
    /// `waits`: a full queue blocks the caller until there is room or records time out, instead of `.full`.
    package func send(
        to topic: ProducerTopic, partition: Int32? = nil, key: RawSpan? = nil, payload: RawSpan?, waits: Bool = true
    ) throws(KafkaError) -> Sent {
        let flags = RD_KAFKA_MSG_F_COPY | (waits ? RD_KAFKA_MSG_F_BLOCK : 0)
        let code = unsafe withBytes(payload) { payload, payloadSize in
            unsafe withBytes(key) { key, keySize in
                unsafe rd_kafka_produce(
                    topic.pointer, partition ?? RD_KAFKA_PARTITION_UA, flags, payload, payloadSize, key, keySize, nil)
            }
        }
        if code == 0 { return .queued }
        let error = rd_kafka_last_error()
        if error == RD_KAFKA_RESP_ERR__QUEUE_FULL { return .full }
        throw KafkaError(error, "produce to \(topic.name)")
    }

    /// Records that a broker has acknowledged.
    package var delivered: Int { client.context.deliveries.delivered }
    /// Records that were given up.
    package var failed: Int { client.context.deliveries.failed }
    /// The reason of the last failure.
    package var lastFailure: KafkaError? { client.context.deliveries.lastFailure }
    /// Records that wait for their delivery report.
    package var queued: Int { unsafe Int(rd_kafka_outq_len(client.pointer)) }

    package func takeErrors() -> [KafkaError] { client.context.takeErrors() }

    /// Waits until every queued record is delivered or has failed; false: the deadline passed first.
    package func flush(within deadline: Duration) -> Bool {
        let code = unsafe rd_kafka_flush(client.pointer, Int32(clamping: deadline.milliseconds))
        return code == RD_KAFKA_RESP_ERR_NO_ERROR
    }

    /// Flushes, then drops what is left and ends the producer; false: records were dropped.
    @discardableResult
    package func close(within deadline: Duration) -> Bool {
        let taken = state.wait(atMostMs: 0, until: { _ in true }) { state -> State? in
            if state.isClosed { return nil }
            defer { state = State(isClosed: true) }
            return state
        }
        guard let taken else { return true }
        let isFlushed = flush(within: deadline)
        endFlag.set()
        taken.thread?.join()
        for topic in taken.topics.values { topic.destroy() }
        client.destroy(closing: false)
        return isFlushed
    }
}

/// Gives librdkafka the bytes of an optional span: NULL for nil, never NULL for empty bytes.
func withBytes<Result>(_ span: RawSpan?, _ body: (UnsafeMutableRawPointer?, Int) -> Result) -> Result {
    guard let span else { return body(nil, 0) }
    return unsafe span.withUnsafeBytes { bytes in
        guard let start = bytes.baseAddress, unsafe !bytes.isEmpty else {
            var nothing: UInt8 = 0
            return unsafe withUnsafeMutablePointer(to: &nothing) { unsafe body(UnsafeMutableRawPointer($0), 0) }
        }
        // librdkafka takes a mutable pointer and only copies from it.
        return unsafe body(UnsafeMutableRawPointer(mutating: start), bytes.count)
    }
}
