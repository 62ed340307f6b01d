// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka

extension Admin {
    /// Sends one admin request and waits for its event, which becomes the caller's; throws the request's own error.
    func run(
        _ context: String, _ operation: rd_kafka_admin_op_t, _ deadline: Duration,
        _ send: (_ options: OpaquePointer, _ queue: OpaquePointer) -> Void
    ) throws(KafkaError) -> OpaquePointer {
        guard let queue = unsafe rd_kafka_queue_new(client.pointer) else {
            throw KafkaError(RD_KAFKA_RESP_ERR__FAIL, context)
        }
        defer { unsafe rd_kafka_queue_destroy(queue) }
        guard let options = unsafe rd_kafka_AdminOptions_new(client.pointer, operation) else {
            throw KafkaError(RD_KAFKA_RESP_ERR__FAIL, context)
        }
        defer { unsafe rd_kafka_AdminOptions_destroy(options) }
        let timeoutMs = Int32(clamping: max(1, deadline.milliseconds))
        unsafe _ = rd_kafka_AdminOptions_set_request_timeout(options, timeoutMs, nil, 0)
        // Refused, without harm, by requests that have no such timeout.
        unsafe _ = rd_kafka_AdminOptions_set_operation_timeout(options, timeoutMs, nil, 0)
        unsafe send(options, queue)
        // librdkafka answers by the request's timeout; the margin is for its own scheduling.
        guard let event = unsafe rd_kafka_queue_poll(queue, timeoutMs + 1000) else {
            throw KafkaError(RD_KAFKA_RESP_ERR__TIMED_OUT, context)
        }
        let code = unsafe rd_kafka_event_error(event)
        if code == RD_KAFKA_RESP_ERR_NO_ERROR { return unsafe event }
        defer { unsafe rd_kafka_event_destroy(event) }
        throw unsafe KafkaError(code, context, message: KafkaError.text(rd_kafka_event_error_string(event)))
    }
}
