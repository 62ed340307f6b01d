// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka
import Platform

extension Consumer {
    /// Leaves the group in order (a static member keeps its place until its session ends), within the deadline.
    ///
    /// Rebalances that come meanwhile are answered at once: the owner has committed what it wants committed.
    /// False: the deadline passed or the client is broken, and it was abandoned.
    @discardableResult
    package func leave(within deadline: Duration) -> Bool {
        guard !isGone else { return true }
        isClosing = true
        let clock = ContinuousClock()
        let end = clock.now + deadline
        // The main queue of this call gets the group's remaining events.
        guard let closing = unsafe rd_kafka_queue_new(client.pointer) else {
            abandon()
            return false
        }
        if let error = unsafe rd_kafka_consumer_close_queue(client.pointer, closing) {
            unsafe client.context.note(KafkaError(consuming: error, "leave"))
        }
        // A change that was taken from the queue and not answered would hold the close up for ever. From here on
        // librdkafka takes any assign for the answer "nothing".
        if current != nil || !events.isEmpty { unsafe _ = rd_kafka_assign(client.pointer, nil) }
        while unsafe rd_kafka_consumer_closed(client.pointer) == 0, clock.now < end {
            let event = unsafe rd_kafka_queue_poll(closing, Int32(clamping: min(50, (end - clock.now).milliseconds)))
            guard let event = unsafe event else { continue }
            if unsafe rd_kafka_event_type(event) == RD_KAFKA_EVENT_REBALANCE {
                unsafe _ = rd_kafka_assign(client.pointer, nil)
            }
            unsafe rd_kafka_event_destroy(event)
        }
        let isClosed = unsafe rd_kafka_consumer_closed(client.pointer) != 0
        unsafe rd_kafka_queue_destroy(closing)
        abandon()
        return isClosed
    }

    /// librdkafka before 2.3 aborts the process when a cooperative member is destroyed between the answer to its join
    /// and its first assignment (its issues 4308 and 4312), and nothing tells when that answer comes: a client that
    /// was never assigned anything only leaves the group, and its memory and threads stay until the process ends.
    private var isUnsafeToFree: Bool {
        configuration.assignment == .cooperativeSticky && hasSubscribed && !hasBeenAssigned
            && rd_kafka_version() < 0x0203_0000
    }

    /// Drops the client without a word to the group, which finds out by the session timeout or by a static rejoin.
    ///
    /// Returns at once: a thread of its own waits for librdkafka's threads. No callback runs after this call.
    package func abandon() {
        guard !isGone else { return }
        precondition(!buffer.isLent, "the last batch must be destroyed before the consumer goes")
        isGone = true
        isClosing = true
        unsafe client.context.onRebalance = nil
        sharedQueue.close()
        unsafe rd_kafka_queue_destroy(commitQueue)
        unsafe rd_kafka_queue_destroy(queue)
        let client = self.client
        let waker = fetchWaker
        let mustStay = isUnsafeToFree
        DetachedThread.start {
            waker?.stop()
            if mustStay {
                unsafe _ = rd_kafka_unsubscribe(client.pointer)
            } else {
                client.destroy(closing: false)
            }
        }
    }
}
