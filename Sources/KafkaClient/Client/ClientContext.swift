// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka
import Platform

/// Gets a rebalance within the consumer's poll; the list stays librdkafka's.
typealias RebalanceHandler = (
    OpaquePointer, rd_kafka_resp_err_t, UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?
) -> Void

/// What librdkafka's callbacks get as their opaque.
///
/// `ClientHandle` keeps it alive until `rd_kafka_destroy_flags` has returned, after which no callback runs.
/// Logs come on any librdkafka thread, errors on the thread that polls; rebalances only on the consumer's thread.
@safe final class ClientContext: @unchecked Sendable {  // errors are locked; onRebalance is the consumer thread's
    let log: KafkaLogHandler?
    private let errors = Locked<[KafkaError]>([])
    /// Consumer's thread only: set by `Consumer`, called from within its poll.
    var onRebalance: RebalanceHandler?
    /// Counts of a producer's delivery reports, written by its own thread.
    let deliveries = DeliveryCounts()

    init(log: KafkaLogHandler?) {
        self.log = log
    }

    func note(_ error: KafkaError) {
        errors.withLock { errors in
            if errors.count < KafkaClientLimits.errorsKept { errors.append(error) }
        }
    }

    func takeErrors() -> [KafkaError] {
        errors.withLock { errors in
            defer { errors.removeAll() }
            return errors
        }
    }

    /// Borrows the context from a callback's opaque.
    static func borrow(_ opaque: UnsafeMutableRawPointer?) -> ClientContext? {
        guard let opaque = unsafe opaque else { return nil }
        return unsafe Unmanaged<ClientContext>.fromOpaque(opaque).takeUnretainedValue()
    }
}
