// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What tells one Kafka record from every other one at the same offset of another incarnation.
package struct RecordIdentity: Hashable, Sendable, Codable {
    package let offset: Int64
    /// Kafka's timestamp in milliseconds, -1 where the record has none.
    package let timestampMs: Int64
    package let hash: RecordHash

    package init(offset: Int64, timestampMs: Int64, hash: RecordHash) {
        self.offset = offset
        self.timestampMs = timestampMs
        self.hash = hash
    }

    enum CodingKeys: String, CodingKey {
        case offset, hash
        case timestampMs = "timestamp_ms"
    }
}
