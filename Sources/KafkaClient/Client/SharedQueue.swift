// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka
import Platform

/// A librdkafka queue that other threads may wake: the lock keeps `yield` from touching a queue that was given back.
@safe final class SharedQueue: Sendable {
    private let pointer: Locked<QueuePointer>

    /// Takes over the reference; `close` gives it back.
    init(_ queue: OpaquePointer) {
        unsafe pointer = Locked(QueuePointer(queue))
    }

    func yield() {
        pointer.withLock { queue in
            if let queue = unsafe queue.pointer { unsafe rd_kafka_queue_yield(queue) }
        }
    }

    /// Gives the queue back; must come before the client is destroyed.
    func close() {
        pointer.withLock { queue in
            if let queue = unsafe queue.pointer { unsafe rd_kafka_queue_destroy(queue) }
            unsafe queue.pointer = nil
        }
    }

    @safe private struct QueuePointer: @unchecked Sendable {  // guarded by the lock
        var pointer: OpaquePointer?
        init(_ pointer: OpaquePointer) { unsafe self.pointer = pointer }
    }
}
