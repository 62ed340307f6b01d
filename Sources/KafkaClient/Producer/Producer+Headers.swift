// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka

extension Producer {
    /// Queues one record with headers (a header's value may be NULL) and, if told, its own timestamp in milliseconds.
    ///
    /// Slower than `send` without them: librdkafka takes a list of arguments and copies the headers one by one.
    package func send(
        to topic: ProducerTopic, partition: Int32? = nil, key: [UInt8]?, payload: [UInt8]?,
        headers: [(name: String, value: [UInt8]?)], timestampMs: Int64? = nil, waits: Bool = true
    ) throws(KafkaError) -> Sent {
        guard let list = unsafe rd_kafka_headers_new(headers.count) else {
            throw KafkaError(RD_KAFKA_RESP_ERR__FAIL, "produce to \(topic.name)")
        }
        for header in headers {
            unsafe withBytes(header.value?.span.bytes) { value, size in
                // NULL with size 0 is a NULL value; librdkafka copies name and value.
                unsafe _ = rd_kafka_header_add(list, header.name, -1, value, size)
            }
        }
        let flags = RD_KAFKA_MSG_F_COPY | (waits ? RD_KAFKA_MSG_F_BLOCK : 0)
        let error = unsafe withBytes(payload?.span.bytes) { payload, payloadSize in
            unsafe withBytes(key?.span.bytes) { key, keySize in
                var arguments = unsafe [
                    argument(RD_KAFKA_VTYPE_RKT) { unsafe $0.rkt = topic.pointer },
                    argument(RD_KAFKA_VTYPE_PARTITION) { unsafe $0.i32 = partition ?? RD_KAFKA_PARTITION_UA },
                    argument(RD_KAFKA_VTYPE_MSGFLAGS) { unsafe $0.i = flags },
                    argument(RD_KAFKA_VTYPE_VALUE) { unsafe $0.mem = .init(ptr: payload, size: payloadSize) },
                    argument(RD_KAFKA_VTYPE_KEY) { unsafe $0.mem = .init(ptr: key, size: keySize) },
                    argument(RD_KAFKA_VTYPE_HEADERS) { unsafe $0.headers = list },
                ]
                if let timestampMs {
                    unsafe arguments.append(argument(RD_KAFKA_VTYPE_TIMESTAMP) { unsafe $0.i64 = timestampMs })
                }
                return unsafe rd_kafka_produceva(client.pointer, arguments, arguments.count)
            }
        }
        // librdkafka owns the headers from here on.
        guard let error = unsafe error else { return .queued }
        unsafe rd_kafka_headers_destroy(list)
        let failure = unsafe KafkaError(consuming: error, "produce to \(topic.name)")
        if failure.isCode(.queueFull) { return .full }
        throw failure
    }

    private func argument(
        _ type: rd_kafka_vtype_t, _ set: (inout rd_kafka_vu_t.__Unnamed_union_u) -> Void
    ) -> rd_kafka_vu_t {
        var argument = unsafe rd_kafka_vu_t()
        unsafe argument.vtype = type
        unsafe set(&argument.u)
        return unsafe argument
    }
}
