// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka
import Synchronization

/// What a `LogReader` reads with: client, topic and queue, ended together and once, in the order librdkafka asks for.
@safe final class LogSource: @unchecked Sendable {  // pointers are immutable and valid until `end`
    let client: ClientHandle
    let topic: OpaquePointer
    /// Where the records of all partitions come.
    let queue: OpaquePointer
    /// The same queue for wake-ups: it owns the reference.
    let sharedQueue: SharedQueue
    let fetchWaker: FetchWaker?
    private let hasEnded = Atomic<Bool>(false)

    init(_ configuration: WatchConfiguration, topic name: String) throws(KafkaError) {
        client = try ClientHandle(
            .consumer, configuration.properties(readsCommitted: true), callbacks: .none, log: configuration.log)
        guard let topic = unsafe rd_kafka_topic_new(client.pointer, name, nil) else {
            let code = rd_kafka_last_error()
            client.destroy(closing: false)
            throw KafkaError(code, "open topic \(name)")
        }
        // The library allocates like malloc and aborts when there is no memory; nil means a client of no use.
        guard let queue = unsafe rd_kafka_queue_new(client.pointer) else {
            unsafe rd_kafka_topic_destroy(topic)
            client.destroy(closing: false)
            throw KafkaError(RD_KAFKA_RESP_ERR__FAIL, "open topic \(name)")
        }
        unsafe self.topic = topic
        unsafe self.queue = queue
        // The one reference is given back by `close`; the reader uses `queue` only before `end`.
        unsafe sharedQueue = SharedQueue(queue)
        fetchWaker = ConsumerConfiguration.hasQueueBackoff ? nil : FetchWaker(client)
    }

    /// Stops reading the partitions and destroys everything. Blocks as long as brokers make librdkafka wait.
    func end(_ partitions: [Int32]) {
        if hasEnded.exchange(true, ordering: .acquiringAndReleasing) { return }
        fetchWaker?.stop()
        for partition in partitions { unsafe _ = rd_kafka_consume_stop(topic, partition) }
        sharedQueue.close()
        unsafe rd_kafka_topic_destroy(topic)
        client.destroy(closing: false)
    }
}
