// Sluice
// SPDX-License-Identifier: Apache-2.0

package import KafkaClient

/// The topics of a cluster as metadata and samples tell them. Pure.
package struct TopicTable: Sendable {
    private var topics: [String: TopicState] = [:]

    package init() {}

    package var isEmpty: Bool { topics.isEmpty }

    /// By name.
    package var states: [TopicState] { topics.values.sorted { $0.name < $1.name } }

    /// Topics that are known and that an answer does not name.
    package func missing(from answered: [TopicState], failed: Set<String>) -> Set<String> {
        let named = Set(answered.map(\.name)).union(failed)
        return Set(topics.keys).subtracting(named)
    }

    /// Takes over an answer on all topics. Topics that failed are left as they are, and so are ends.
    package mutating func take(_ answered: [TopicState], failed: Set<String>) {
        var next: [String: TopicState] = [:]
        next.reserveCapacity(answered.count + failed.count)
        for topic in answered {
            var topic = topic
            if let known = topics[topic.name] {
                for index in topic.partitions.indices where known.partitions.indices.contains(index) {
                    topic.partitions[index].ends = known.partitions[index].ends
                }
            }
            next[topic.name] = topic
        }
        for name in failed { next[name] = next[name] ?? topics[name] }
        topics = next
    }

    package mutating func sample(_ partition: TopicPartition, _ ends: LogEnds) {
        let index = Int(partition.partition)
        guard let topic = topics[partition.topic], topic.partitions.indices.contains(index) else { return }
        topics[partition.topic]?.partitions[index].ends = ends
    }

    package func ends(of partition: TopicPartition) -> LogEnds? {
        guard let topic = topics[partition.topic] else { return nil }
        let index = Int(partition.partition)
        return topic.partitions.indices.contains(index) ? topic.partitions[index].ends : nil
    }

    /// Topic to number of partitions.
    package var counts: [String: Int] { topics.mapValues(\.partitions.count) }

    /// Partitions by leader; those without one cannot be asked for.
    package var leaders: [Int32: [TopicPartition]] {
        var result: [Int32: [TopicPartition]] = [:]
        for topic in topics.values {
            for (index, partition) in topic.partitions.enumerated() where partition.leader >= 0 {
                result[partition.leader, default: []].append(
                    TopicPartition(topic: topic.name, partition: Int32(clamping: index)))
            }
        }
        return result
    }

    /// All partitions, by topic.
    package var partitions: [TopicPartition] {
        states.flatMap { topic in
            topic.partitions.indices.map { TopicPartition(topic: topic.name, partition: Int32(clamping: $0)) }
        }
    }

    package var offline: Int { count { $0.leader < 0 } }
    package var underReplicated: Int { count { $0.inSync.count < $0.replicas.count } }

    private func count(_ holds: (TopicState.Partition) -> Bool) -> Int {
        topics.values.reduce(0) { $0 + $1.partitions.count(where: holds) }
    }
}

extension TopicTable {
    /// Metadata in the monitor's own words: topics that were described, and names of those that were not.
    package static func described(by metadata: ClusterMetadata) -> (topics: [TopicState], failed: Set<String>) {
        var topics: [TopicState] = []
        var failed: Set<String> = []
        for topic in metadata.topics {
            if topic.error != nil {
                failed.insert(topic.name)
                continue
            }
            // Numbers run from 0; a hole would be the broker's error and is a partition without leader here.
            let count = min((topic.partitions.map(\.number).max() ?? -1) + 1, Int32(KafkaClientLimits.partitionsPerLog))
            var partitions = [TopicState.Partition](repeating: .init(), count: Int(max(0, count)))
            for partition in topic.partitions where partitions.indices.contains(Int(partition.number)) {
                partitions[Int(partition.number)] = TopicState.Partition(
                    leader: partition.leader, replicas: partition.replicas, inSync: partition.inSync)
            }
            topics.append(TopicState(name: topic.name, partitions: partitions))
        }
        return (topics, failed)
    }
}
