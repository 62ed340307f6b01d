// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka

/// One record, copied.
package struct ProbedRecord: Sendable, Equatable {
    package let offset: Int64
    package let timestampMs: Int64
    package let key: [UInt8]?
    package let payload: [UInt8]?

    package init(offset: Int64, timestampMs: Int64, key: [UInt8]?, payload: [UInt8]?) {
        self.offset = offset
        self.timestampMs = timestampMs
        self.key = key
        self.payload = payload
    }

    /// Copies a message that stays the caller's.
    init(_ message: UnsafeMutablePointer<rd_kafka_message_t>) {
        unsafe self.init(
            offset: message.pointee.offset,
            timestampMs: rd_kafka_message_timestamp(message, nil),
            key: Self.copy(message.pointee.key, message.pointee.key_len),
            payload: Self.copy(message.pointee.payload, message.pointee.len))
    }

    private static func copy(_ start: UnsafeMutableRawPointer?, _ size: Int) -> [UInt8]? {
        guard let start = unsafe start else { return nil }
        return unsafe Array(UnsafeRawBufferPointer(start: start, count: size))
    }
}
