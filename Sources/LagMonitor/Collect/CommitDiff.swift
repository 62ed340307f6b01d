// Sluice
// SPDX-License-Identifier: Apache-2.0

package import KafkaClient

/// Turns repeated lists of a group's offsets into commits: what is new or has changed. Pure.
package struct CommitDiff: Sendable {
    package struct Change: Sendable, Equatable {
        package let partition: TopicPartition
        package let offset: Int64
    }

    package struct Changes: Sendable, Equatable {
        /// New or changed, by topic and partition.
        package var commits: [Change] = []
        /// No longer committed.
        package var removed: [TopicPartition] = []
    }

    private var known: [String: [TopicPartition: Int64]] = [:]

    package init() {}

    /// Groups with offsets.
    package var groups: [String] { known.keys.sorted() }

    /// What was known of a group before: of it only changes are commits.
    package mutating func know(_ group: String, _ offsets: [TopicPartition: Int64]) {
        known[group] = offsets.isEmpty ? nil : offsets
    }

    /// What the coordinator says that a group has committed. Partitions that failed are left as they were; a list
    /// that is not of all partitions removes none.
    package mutating func take(
        _ group: String, _ offsets: [TopicPartition: Result<Int64, KafkaError>], isAll: Bool
    ) -> Changes {
        var changes = Changes()
        var now = known[group] ?? [:]
        for (partition, answer) in offsets {
            guard case .success(let offset) = answer, offset != now[partition] else { continue }
            now[partition] = offset
            changes.commits.append(Change(partition: partition, offset: offset))
        }
        if isAll {
            changes.removed = now.keys.filter { offsets[$0] == nil }.sorted()
            for partition in changes.removed { now[partition] = nil }
        }
        changes.commits.sort { $0.partition < $1.partition }
        known[group] = now.isEmpty ? nil : now
        return changes
    }

    /// Groups that a complete list no longer names; they are forgotten here.
    package mutating func vanished(from listed: Set<String>) -> [String] {
        let gone = known.keys.filter { !listed.contains($0) }.sorted()
        for group in gone { known[group] = nil }
        return gone
    }

    package mutating func forget(_ group: String) {
        known[group] = nil
    }

    /// A commit that could not be kept: the next answer tells of it again.
    package mutating func forget(_ group: String, _ partition: TopicPartition) {
        known[group]?[partition] = nil
    }
}
