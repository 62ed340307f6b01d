// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Which place of a partition's log is asked for.
package enum LogEnd: Sendable, Equatable {
    /// The oldest offset that is kept.
    case start
    case highWatermark
    /// Where a reader of committed records stops.
    case lastStable
    /// The first record of this time or later, in milliseconds since 1970; none: the offset is -1.
    case time(ms: Int64)
}

/// Offsets of partitions, or why there are none.
package struct LogEndAnswers: Sendable {
    /// One per partition that was asked for, in that order; nil: see `failures`.
    package var offsets: [Int64?]
    /// By index of the partition.
    package var failures: [Int: KafkaError] = [:]
}

/// The ends of the partitions of one leader.
package struct LeaderEnds: Sendable {
    package let leader: Int32
    package let partitions: [TopicPartition]
    package var starts: LogEndAnswers
    package var lastStable: LogEndAnswers
    package var highWatermarks: LogEndAnswers
}
