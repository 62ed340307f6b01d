// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Sinks

/// Asks brokers what an audit wants to know: committed positions and log ends of every group that the roots know.
struct BrokerQuestions {
    let brokers: String
    private static let deadline = Duration.seconds(15)

    /// The facts of each group. Blocks.
    func facts(of roots: [ArchiveRoot]) throws -> [BrokerFacts] {
        var partitions: [String: Set<TopicPartition>] = [:]
        for root in roots {
            try ArchiveReader(root).forEachManifest { (manifest) throws(ArchiveReadError) in
                partitions[manifest.group, default: []].insert(manifest.topicPartition)
                return true
            }
        }
        return try partitions.keys.sorted().map { try facts(of: $0, Array(partitions[$0] ?? [])) }
    }

    private func facts(of group: String, _ partitions: [TopicPartition]) throws(KafkaError) -> BrokerFacts {
        let probe = try BrokerProbe(ConsumerConfiguration(brokers: brokers, group: group))
        defer { probe.close() }
        let committed = try probe.committed(partitions, within: Self.deadline)
        var facts: [TopicPartition: BrokerFacts.Partition] = [:]
        var roots: Set<RootID> = []
        for partition in partitions {
            let position = committed[partition] ?? nil
            // A partition whose leader does not answer is judged by its commit alone.
            let end = try? probe.watermarks(of: partition, within: Self.deadline).high
            facts[partition] = BrokerFacts.Partition(committed: position?.offset, logEnd: end)
            if let metadata = position.flatMap({ CommitMetadata.parse($0.metadata) }) {
                roots.insert(metadata.slot.root)
                roots.formUnion(metadata.chain.map(\.slot.root))
            }
        }
        return BrokerFacts(group: group, partitions: facts, roots: roots)
    }
}
