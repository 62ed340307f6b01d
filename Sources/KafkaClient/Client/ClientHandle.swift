// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka
import Synchronization

/// One librdkafka client: created from properties, destroyed exactly once, its context kept alive until then.
///
/// librdkafka's calls are thread-safe; who may make which is the rule of the class that owns the handle.
@safe final class ClientHandle: @unchecked Sendable {  // pointer is immutable, valid until `destroy` returns
    enum Kind { case consumer, producer }
    enum Callbacks { case none, rebalance, delivery }

    let pointer: OpaquePointer
    let context: ClientContext
    private let retained: Unmanaged<ClientContext>
    private let isDestroyed = Atomic<Bool>(false)

    init(
        _ kind: Kind, _ properties: [KafkaOption], callbacks: Callbacks, log: KafkaLogHandler?
    ) throws(KafkaError) {
        let context = ClientContext(log: log)
        let conf = try ClientProperties(properties)
        unsafe rd_kafka_conf_set_log_cb(conf.pointer, receiveLog)
        unsafe rd_kafka_conf_set_error_cb(conf.pointer, receiveError)
        switch callbacks {
        case .none: break
        case .rebalance: unsafe rd_kafka_conf_set_rebalance_cb(conf.pointer, receiveRebalance)
        case .delivery: unsafe rd_kafka_conf_set_dr_msg_cb(conf.pointer, receiveDelivery)
        }
        let retained = unsafe Unmanaged.passRetained(context)
        unsafe rd_kafka_conf_set_opaque(conf.pointer, retained.toOpaque())
        var text = [CChar](repeating: 0, count: KafkaClientLimits.errorTextBytes)
        let created = unsafe withExtendedLifetime(conf) {
            unsafe text.withUnsafeMutableBufferPointer { text in
                unsafe rd_kafka_new(
                    kind == .consumer ? RD_KAFKA_CONSUMER : RD_KAFKA_PRODUCER, conf.pointer, text.baseAddress,
                    text.count)
            }
        }
        guard let created = unsafe created else {
            // rd_kafka_last_error is thread-local and was set by the call above; conf stays ours and is freed.
            let code = rd_kafka_last_error()
            unsafe retained.release()
            throw unsafe text.withUnsafeBufferPointer { text in
                unsafe KafkaError(code, "create client", message: KafkaError.text(text.baseAddress))
            }
        }
        conf.release()
        unsafe self.pointer = created
        self.context = context
        unsafe self.retained = retained
    }

    /// Blocks until all threads of the client have ended. `closing` lets librdkafka leave the group first.
    func destroy(closing: Bool) {
        if isDestroyed.exchange(true, ordering: .acquiringAndReleasing) { return }
        unsafe rd_kafka_destroy_flags(pointer, closing ? 0 : RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE)
        unsafe retained.release()
    }
}
