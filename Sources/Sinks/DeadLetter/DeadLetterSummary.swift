// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Dead letters of one reason and stage: how many there are, where the first and the last one stand, and one of them.
package struct DeadLetterSummary: Equatable, Sendable, Encodable {
    /// Where a record stands in Kafka.
    package struct Place: Equatable, Sendable, Encodable {
        package let topic: String
        package let partition: Int32
        package let offset: Int64
        package let timestampMs: Int64?

        init(_ entry: DeadLetterEntry) {
            topic = entry.topic
            partition = entry.partition
            offset = entry.offset
            timestampMs = entry.timestampMs
        }
    }

    package let reason: String
    package let stage: String
    package internal(set) var count: Int64 = 1
    /// In the order of the archive: by topic, partition and offset.
    package let first: Place
    package internal(set) var last: Place
    /// The first one's payload, masked unless raw ones were asked for.
    package let sample: String

    init(_ entry: DeadLetterEntry, reason: String, stage: String, raw: Bool) {
        self.reason = reason
        self.stage = stage
        first = Place(entry)
        last = first
        sample = DeadLetterReader.shown(entry.payload, raw: raw)
    }

    mutating func add(_ entry: DeadLetterEntry) {
        count += 1
        last = Place(entry)
    }
}
