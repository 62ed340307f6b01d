// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform
import Synchronization

/// Delivery reports of one producer, counted; any thread.
final class DeliveryCounts: Sendable {
    private let deliveredCount = Atomic<Int>(0)
    private let failedCount = Atomic<Int>(0)
    private let failure = Locked<KafkaError?>(nil)

    func noteDelivered() {
        deliveredCount.add(1, ordering: .relaxed)
    }

    func noteFailed(_ error: KafkaError) {
        failedCount.add(1, ordering: .relaxed)
        failure.withLock { $0 = error }
    }

    var delivered: Int { deliveredCount.load(ordering: .relaxed) }
    var failed: Int { failedCount.load(ordering: .relaxed) }
    var lastFailure: KafkaError? { failure.withLock { $0 } }
}
