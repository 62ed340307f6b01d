// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Sinks

/// Asks brokers what an audit wants to know: committed positions and log ends of every group that the roots know, and
/// whether counted gaps are gaps. Blocks.
struct BrokerQuestions {
    private let probes: [String: BrokerProbe]
    private let partitions: [String: Set<TopicPartition>]
    private static let deadline = Duration.seconds(15)

    init(brokers: String, roots: [ArchiveRoot]) throws {
        var partitions: [String: Set<TopicPartition>] = [:]
        for root in roots {
            try ArchiveReader(root).forEachManifest { (manifest) throws(ArchiveReadError) in
                partitions[manifest.group, default: []].insert(manifest.topicPartition)
                return true
            }
        }
        self.partitions = partitions
        var probes: [String: BrokerProbe] = [:]
        for group in partitions.keys {
            probes[group] = try BrokerProbe(ConsumerConfiguration(brokers: brokers, group: group))
        }
        self.probes = probes
    }

    func close() {
        for probe in probes.values { probe.close() }
    }

    /// The facts of each group.
    func facts() throws(KafkaError) -> [BrokerFacts] {
        var all: [BrokerFacts] = []
        for (group, probe) in probes.sorted(by: { $0.key < $1.key }) {
            all.append(try facts(of: group, Array(partitions[group] ?? []), probe))
        }
        return all
    }

    private func facts(
        of group: String, _ partitions: [TopicPartition], _ probe: BrokerProbe
    ) throws(KafkaError) -> BrokerFacts {
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

    /// Adds to the report every counted gap of a partition's present life in which the broker has a record. Gaps that
    /// say why the records were left out on purpose are passed over.
    func judgeGaps(of report: inout AuditReport) {
        for partition in report.partitions where partition.isNewest {
            guard let probe = probes.first(where: { RootLayout.groupName($0.key) == partition.group })?.value else {
                continue
            }
            let place = TopicPartition(topic: partition.topic, partition: partition.partition)
            for gap in partition.gaps where gap.reason == .compactedOrControl || gap.reason == .lostByRetention {
                // An offset below the log's start cannot be asked for: there is no record to find.
                let found = try? probe.record(at: gap.first, of: place, within: Self.deadline)
                guard let offset = found?.offset, offset < gap.next else { continue }
                let text =
                    "offset \(offset) lies in the gap \(gap.first)..<\(gap.next) and the broker has a record there"
                report.add(AuditFinding(.readableGap, partition.place, text))
            }
        }
    }
}
