// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka

// Top-level functions: a closure written in isolated code would inherit the isolation and trap on librdkafka's threads.

/// Runs on any thread of librdkafka, also while the client is being created.
func receiveLog(
    client: OpaquePointer?, level: Int32, facility: UnsafePointer<CChar>?, text: UnsafePointer<CChar>?
) {
    guard let client = unsafe client, let context = unsafe ClientContext.borrow(rd_kafka_opaque(client)) else { return }
    unsafe context.log?(
        KafkaLogLine(level: level, facility: KafkaError.text(facility), message: KafkaError.text(text)))
}

/// Runs on the thread that polls.
func receiveError(client: OpaquePointer?, code: Int32, text: UnsafePointer<CChar>?, opaque: UnsafeMutableRawPointer?) {
    guard let client = unsafe client, let context = unsafe ClientContext.borrow(opaque) else { return }
    let cause = rd_kafka_resp_err_t(rawValue: code)
    context.note(unsafe KafkaError.ofClient(client, cause, "client", message: KafkaError.text(text)))
}

/// Runs inside the consumer's poll or close, on its thread; the list stays librdkafka's.
func receiveRebalance(
    client: OpaquePointer?, code: rd_kafka_resp_err_t,
    partitions: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?, opaque: UnsafeMutableRawPointer?
) {
    guard let client = unsafe client, let context = unsafe ClientContext.borrow(opaque) else { return }
    unsafe context.onRebalance?(client, code, partitions)
}

/// Runs on the producer's own thread, or in `flush` on the caller's; the message stays librdkafka's.
func receiveDelivery(
    client: OpaquePointer?, message: UnsafePointer<rd_kafka_message_t>?, opaque: UnsafeMutableRawPointer?
) {
    guard let message = unsafe message, let context = unsafe ClientContext.borrow(opaque) else { return }
    let code = unsafe message.pointee.err
    if code == RD_KAFKA_RESP_ERR_NO_ERROR {
        context.deliveries.noteDelivered()
    } else {
        context.deliveries.noteFailed(KafkaError(code, "produce"))
    }
}
