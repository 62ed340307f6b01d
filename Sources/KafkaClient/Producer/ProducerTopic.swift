// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka

/// A topic that a producer sends to; its handle is the producer's and ends with it.
@safe package final class ProducerTopic: @unchecked Sendable {  // librdkafka locks the topic; destroyed by the producer
    package let name: String
    let pointer: OpaquePointer

    init(_ name: String, _ pointer: OpaquePointer) {
        self.name = name
        unsafe self.pointer = pointer
    }

    /// Called once by the producer, before its client is destroyed.
    func destroy() {
        unsafe rd_kafka_topic_destroy(pointer)
    }
}
