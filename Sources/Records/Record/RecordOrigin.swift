// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Where a record comes from; borrows the topic's name.
public struct RecordOrigin: ~Escapable {
    /// Name of the topic, UTF-8.
    public let topic: RawSpan
    /// Number of the partition.
    public let partition: Int32
    /// Offset within the partition.
    public let offset: Int64
    /// Kafka's time of the record in milliseconds since 1970; -1 where it has none.
    public let timestampMs: Int64

    /// Names the place of a record.
    @_lifetime(copy topic)
    public init(topic: RawSpan, partition: Int32, offset: Int64, timestampMs: Int64) {
        self.topic = topic
        self.partition = partition
        self.offset = offset
        self.timestampMs = timestampMs
    }
}
