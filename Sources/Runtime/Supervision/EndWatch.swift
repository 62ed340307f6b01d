// Sluice
// SPDX-License-Identifier: Apache-2.0

package import KafkaClient

/// Whether a run `--until-end` is done: the group's committed offsets have reached, in every partition, the end that
/// the log had at the start, whoever owns the partition. A partition that its owner has read to its end is done as
/// well, for a log may end in records that nobody is given (transaction markers, aborted records).
package struct EndWatch: Sendable {
    private var open: [TopicPartition: Int64]

    /// - Parameter ends: log end of every partition of the topics, at the start; an empty partition's is 0.
    package init(ends: [TopicPartition: Int64], starts: [TopicPartition: Int64] = [:]) {
        open = ends.filter { $0.value > starts[$0.key] ?? 0 }
    }

    /// Whether every partition has reached its end.
    package var isDone: Bool { open.isEmpty }

    /// Partitions that have not, ascending.
    package var missing: [TopicPartition] { open.keys.sorted() }

    /// The group's committed position of a partition.
    package mutating func committed(_ offset: Int64, in partition: TopicPartition) {
        if let end = open[partition], offset >= end { open[partition] = nil }
    }

    /// This process has read the partition to its end and everything of it is published.
    package mutating func reachedEnd(of partition: TopicPartition) {
        open[partition] = nil
    }
}
