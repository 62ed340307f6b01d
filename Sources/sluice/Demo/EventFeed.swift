// Sluice
// SPDX-License-Identifier: Apache-2.0

import Generator
import KafkaClient
import Platform
import Synchronization

/// Produces generated events to a topic, on a thread of its own: at a rate, and never more than a window ahead of
/// what somebody has taken in.
final class EventFeed: Sendable {
    /// What is produced.
    struct Recipe: Sendable {
        var generator: EventGenerator
        var topic: String
        var count: Int64
        /// Events a second; nil as fast as the broker takes them.
        var rate: Double?
        /// Events that may be produced and not taken in yet, and how many were taken in; nil without a bound.
        var window: (size: Int64, taken: @Sendable () -> Int64)?
        /// Partitions to go round, in order; nil leaves the choice to the client.
        var partitions: Int32?
    }

    private let recipe: Recipe
    private let producer: Producer
    private let queued = Atomic<Int64>(0)
    private let isStopped = Atomic(false)

    init(_ recipe: Recipe, producer: Producer) {
        self.recipe = recipe
        self.producer = producer
    }

    /// Events handed to the client so far.
    var sent: Int64 { queued.load(ordering: .relaxed) }

    /// Ends the feed after the event at hand.
    func stop() { isStopped.store(true, ordering: .relaxed) }

    /// Produces everything and waits for the broker's word on it. Nil when all of it is delivered.
    func run() async -> KafkaError? {
        await onOwnThread { [self] in
            do throws(KafkaError) {
                try produce()
            } catch {
                return error
            }
            guard producer.flush(within: .seconds(120)), producer.failed == 0 else {
                return producer.lastFailure
                    ?? KafkaError(
                        code: -185, name: "_TIMED_OUT", message: "not all events were acknowledged", context: "produce")
            }
            return nil
        }
    }

    private func produce() throws(KafkaError) {
        let topic = try producer.topic(recipe.topic)
        let time = TimeSource.system
        let start = time.monotonic()
        var buffer: [UInt8] = []
        var number: Int64 = 0
        while number < recipe.count, !isStopped.load(ordering: .relaxed) {
            let ready = min(recipe.count, allowed(after: time.monotonic() - start))
            guard number < ready else {
                time.pause(.milliseconds(2))
                continue
            }
            while number < ready {
                recipe.generator.write(event: number, into: &buffer)
                let partition = recipe.partitions.map { Int32(truncatingIfNeeded: number % Int64($0)) }
                _ = try producer.send(to: topic, partition: partition, payload: buffer.span.bytes)
                number += 1
            }
            queued.store(number, ordering: .relaxed)
            if let error = producer.lastFailure { throw error }
        }
    }

    /// The event up to which may be produced now.
    private func allowed(after elapsed: Duration) -> Int64 {
        var limit = Int64.max
        if let rate = recipe.rate {
            let due = elapsed / Duration.seconds(1) * rate
            limit = due < 9e18 ? Int64(due) + 1 : .max
        }
        if let window = recipe.window { limit = min(limit, window.taken() + window.size) }
        // In slices, so that the count and failures are seen in between.
        return min(limit, sent + 1000)
    }
}

extension TimeSource {
    /// Lets the calling thread sleep. Never on a thread of the cooperative pool.
    fileprivate func pause(_ span: Duration) {
        _ = Mailbox<Never>().take(waiting: span)
    }
}
