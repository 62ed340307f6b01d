// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka

/// A call to Kafka that failed: librdkafka's or the broker's code, its text, and what was being done.
package struct KafkaError: Error, Equatable, Sendable, CustomStringConvertible {
    /// librdkafka's `rd_kafka_resp_err_t`: positive from the broker, negative from the library.
    package let code: Int32
    /// The code's name, as `UNKNOWN_MEMBER_ID` or `_TIMED_OUT`.
    package let name: String
    /// librdkafka's text; never holds payload bytes.
    package let message: String
    /// What was being done, as `commit` or `create topic orders`.
    package let context: String
    /// Whether the same call may succeed later.
    package let isRetriable: Bool
    /// Whether the client is of no use any more.
    package let isFatal: Bool

    package init(
        code: Int32, name: String, message: String, context: String, isRetriable: Bool = false, isFatal: Bool = false
    ) {
        self.code = code
        self.name = name
        self.message = message
        self.context = context
        self.isRetriable = isRetriable
        self.isFatal = isFatal
    }

    /// The error of a code with librdkafka's own text, unless the caller has a better one.
    init(_ code: rd_kafka_resp_err_t, _ context: String, message: String? = nil, isFatal: Bool = false) {
        self.init(
            code: code.rawValue,
            name: unsafe Self.text(rd_kafka_err2name(code)),
            message: unsafe message ?? Self.text(rd_kafka_err2str(code)),
            context: context,
            isRetriable: Self.retriable.contains(code.rawValue),
            isFatal: isFatal || code == RD_KAFKA_RESP_ERR__FATAL)
    }

    /// Takes over librdkafka's error object and frees it.
    init(consuming error: OpaquePointer, _ context: String) {
        let code = unsafe rd_kafka_error_code(error)
        self.init(
            code: code.rawValue,
            name: unsafe Self.text(rd_kafka_error_name(error)),
            message: unsafe Self.text(rd_kafka_error_string(error)),
            context: context,
            isRetriable: unsafe rd_kafka_error_is_retriable(error) != 0 || Self.retriable.contains(code.rawValue),
            isFatal: unsafe rd_kafka_error_is_fatal(error) != 0)
        unsafe rd_kafka_error_destroy(error)
    }

    /// The error that a client tells of itself: a fatal one has its cause in the client.
    static func ofClient(
        _ client: OpaquePointer, _ code: rd_kafka_resp_err_t, _ context: String, message: String
    ) -> KafkaError {
        if code != RD_KAFKA_RESP_ERR__FATAL { return KafkaError(code, context, message: message) }
        var buffer = [CChar](repeating: 0, count: KafkaClientLimits.errorTextBytes)
        return unsafe buffer.withUnsafeMutableBufferPointer { buffer in
            let cause = unsafe rd_kafka_fatal_error(client, buffer.baseAddress, buffer.count)
            return unsafe KafkaError(cause, context, message: text(buffer.baseAddress), isFatal: true)
        }
    }

    package var description: String { "\(context): \(message) (\(name))" }

    /// Whether this is one of librdkafka's codes; see `KafkaErrorCode`.
    package func isCode(_ code: KafkaErrorCode) -> Bool { self.code == code.rawValue }

    static func text(_ bytes: UnsafePointer<CChar>?) -> String {
        guard let bytes = unsafe bytes else { return "" }
        return unsafe String(cString: bytes)
    }

    private static let retriable: Set<Int32> = Set(
        [
            RD_KAFKA_RESP_ERR__TRANSPORT, RD_KAFKA_RESP_ERR__TIMED_OUT, RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN,
            RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE, RD_KAFKA_RESP_ERR__MSG_TIMED_OUT, RD_KAFKA_RESP_ERR__QUEUE_FULL,
            RD_KAFKA_RESP_ERR__WAIT_COORD, RD_KAFKA_RESP_ERR__WAIT_CACHE, RD_KAFKA_RESP_ERR__RESOLVE,
            RD_KAFKA_RESP_ERR__PREV_IN_PROGRESS, RD_KAFKA_RESP_ERR__IN_PROGRESS,
            RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT, RD_KAFKA_RESP_ERR_NETWORK_EXCEPTION,
            RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS, RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE,
            RD_KAFKA_RESP_ERR_NOT_COORDINATOR, RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE,
            RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION, RD_KAFKA_RESP_ERR_BROKER_NOT_AVAILABLE,
            RD_KAFKA_RESP_ERR_REPLICA_NOT_AVAILABLE, RD_KAFKA_RESP_ERR_NOT_CONTROLLER,
            RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS, RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS_AFTER_APPEND,
            RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS, RD_KAFKA_RESP_ERR_UNSTABLE_OFFSET_COMMIT,
            RD_KAFKA_RESP_ERR_THROTTLING_QUOTA_EXCEEDED, RD_KAFKA_RESP_ERR_CONCURRENT_TRANSACTIONS,
        ].map(\.rawValue))
}
