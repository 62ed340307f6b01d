// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka
import Glibc

/// Records of one poll, lent by the consumer until this value is destroyed, which must come before the next poll.
///
/// Payloads and keys are borrowed from librdkafka's fetch buffers: a batch that is kept pins megabytes.
@safe package struct RecordBatch: ~Copyable {
    private let buffer: MessageBuffer
    /// The buffer's messages: the first `count` are records, owned by this batch.
    private let messages: UnsafeMutablePointer<UnsafeMutablePointer<rd_kafka_message_t>?>
    package let count: Int

    init(_ buffer: MessageBuffer) {
        self.buffer = buffer
        unsafe messages = buffer.messages
        count = buffer.count
        buffer.isLent = true
    }

    deinit {
        buffer.giveBack()
    }

    package var isEmpty: Bool { count == 0 }
    /// Records in the order of delivery, cut where the partition changes.
    package var runs: [RecordRun] { buffer.runs }
    package var ends: [PartitionEnd] { buffer.ends }
    package var problems: [PartitionProblem] { buffer.problems }
    /// Bytes of payloads and keys.
    package var bytes: Int { buffer.bytes }

    package func offset(at index: Int) -> Int64 {
        unsafe message(index).pointee.offset
    }

    /// Milliseconds since 1970 as the producer or the broker set them, -1 for none.
    package func timestampMs(at index: Int) -> Int64 {
        unsafe rd_kafka_message_timestamp(message(index), nil)
    }

    /// The payload; nil for NULL (a tombstone), which differs from an empty payload.
    @_lifetime(borrow self)
    package func payload(at index: Int) -> RawSpan? {
        let message = unsafe message(index)
        guard let start = unsafe message.pointee.payload else { return nil }
        let span = unsafe RawSpan(_unsafeStart: UnsafeRawPointer(start), byteCount: message.pointee.len)
        return unsafe _overrideLifetime(span, borrowing: self)
    }

    /// The key; nil for NULL, which differs from an empty key.
    @_lifetime(borrow self)
    package func key(at index: Int) -> RawSpan? {
        let message = unsafe message(index)
        guard let start = unsafe message.pointee.key else { return nil }
        let span = unsafe RawSpan(_unsafeStart: UnsafeRawPointer(start), byteCount: message.pointee.key_len)
        return unsafe _overrideLifetime(span, borrowing: self)
    }

    /// Visits the headers in order, names may repeat; parsed by the first visit. A header's value may be NULL.
    package func forEachHeader(at index: Int, _ body: (_ name: RawSpan, _ value: RawSpan?) -> Void) {
        var headers: OpaquePointer?
        let code = unsafe rd_kafka_message_headers(message(index), &headers)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let headers = unsafe headers else { return }
        unsafe visitHeaders(headers, body)
    }

    /// Callers stay within `0..<count`; a wrong index is a programmer's error.
    @inline(always)
    private func message(_ index: Int) -> UnsafeMutablePointer<rd_kafka_message_t> {
        precondition(index >= 0 && index < count, "record index out of range")
        return unsafe messages[index].unsafelyUnwrapped
    }
}

/// Visits headers that a message owns.
func visitHeaders(_ headers: OpaquePointer, _ body: (_ name: RawSpan, _ value: RawSpan?) -> Void) {
    for number in 0..<KafkaClientLimits.headersPerRecord {
        var name: UnsafePointer<CChar>?
        var value: UnsafeRawPointer?
        var size = 0
        let code = unsafe rd_kafka_header_get_all(headers, number, &name, &value, &size)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let name = unsafe name else { return }
        let nameSpan = unsafe RawSpan(_unsafeStart: UnsafeRawPointer(name), byteCount: strlen(name))
        if let value = unsafe value {
            unsafe body(nameSpan, RawSpan(_unsafeStart: value, byteCount: size))
        } else {
            body(nameSpan, nil)
        }
    }
}
