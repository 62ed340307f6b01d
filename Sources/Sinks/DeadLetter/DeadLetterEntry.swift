// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A dead letter as it is read back from an archive.
package struct DeadLetterEntry: Equatable, Sendable {
    /// A key or a payload.
    package enum Content: Equatable, Sendable {
        /// Kafka has NULL.
        case none
        case text([UInt8])
        /// Bytes that are not UTF-8.
        case binary([UInt8])

        /// The bytes as they were received; nil where Kafka has NULL.
        package var bytes: [UInt8]? {
            switch self {
            case .none: nil
            case .text(let bytes), .binary(let bytes): bytes
            }
        }
    }

    package let reason: String
    package let stage: String
    /// Byte of the payload where the trouble is, where there is such a place.
    package let position: Int64?
    package let topic: String
    package let partition: Int32
    package let offset: Int64
    /// Kafka's time, ms since 1970, where the record has one.
    package let timestampMs: Int64?
    package let key: Content
    package let payload: Content
}
