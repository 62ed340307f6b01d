// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Consecutive records of one partition in a batch.
package struct RecordRun: Sendable {
    /// A small number that names the partition from `add` until `remove`; then it may name another.
    package let ordinal: Int
    package let partition: TopicPartition
    /// Indices of the batch's records.
    package let range: Range<Int>
}

/// A partition was read to its end.
package struct PartitionEnd: Sendable {
    package let ordinal: Int
    package let partition: TopicPartition
    /// The position at the end: beyond last + 1 where control records or aborted records follow.
    package let offset: Int64
}

/// A partition that delivers no records any more until it is restarted or removed.
package struct PartitionProblem: Sendable {
    package let ordinal: Int
    package let partition: TopicPartition
    /// The position that could not be read.
    package let offset: Int64
    package let error: KafkaError
}
