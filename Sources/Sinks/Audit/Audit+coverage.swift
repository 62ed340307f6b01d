// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient

extension Audit {
    /// What lies between two published ranges may be sealed and waiting, or in another root.
    mutating func judge(
        _ defect: CoverageChain.Defect, _ place: String, _ waiting: [WaitingEpochs.Sealed], isElsewhere: Bool
    ) {
        let range = "offsets \(defect.range.first)..\(defect.range.next - 1)"
        switch defect.kind {
        case .overlap:
            report.add(AuditFinding(.overlap, place, "\(range) are covered by two epochs"))
        case .hole:
            let covered = OffsetRanges(waiting.map(\.range))
            for piece in covered.pieces(of: defect.range) {
                let range = "offsets \(piece.range.first)..\(piece.range.next - 1)"
                if piece.isInside {
                    report.add(AuditFinding(.pending, place, "\(range) are sealed and not published yet"))
                } else if isElsewhere {
                    report.add(AuditFinding(.elsewhere, place, "\(range) lie in a root that was not given"))
                } else {
                    report.add(AuditFinding(.hole, place, "\(range) are covered by no epoch"))
                }
            }
        case .noBeginning:
            let first = defect.range.first
            if waiting.contains(where: { $0.isJump && $0.range.next <= first }) { return }
            if isElsewhere {
                report.add(AuditFinding(.elsewhere, place, "what lies before offset \(first) is in another root"))
                return
            }
            report.add(
                AuditFinding(
                    .hole, place, "the manifest is missing that says how the chain came to offset \(first)"))
        }
    }

    mutating func judgePosition(
        _ line: inout AuditPartition, end position: Int64, _ key: PublishedPartition.Key,
        _ waiting: [WaitingEpochs.Sealed]
    ) {
        let partition = TopicPartition(topic: key.topic, partition: key.partition)
        guard let facts = brokers[key.groupName]?.partitions[partition] else { return }
        line.committed = facts.committed
        if let end = facts.logEnd, end > position {
            report.add(AuditFinding(.lag, line.place, "\(end - position) offsets of the log are not published yet"))
        }
        guard let committed = facts.committed, committed != position, committed != facts.logEnd,
            !waiting.contains(where: { $0.range.next == committed })
        else { return }
        if committed > position, hasOtherRoots[key.groupName] == true {
            let message = "offsets \(position)..\(committed - 1) lie in a root that was not given"
            report.add(AuditFinding(.elsewhere, line.place, message))
            return
        }
        report.add(
            AuditFinding(
                .committedPosition, line.place,
                "the group's position is \(committed); the last sealed epoch ends at \(position)"))
    }

    /// A position of a partition of which nothing is published: all of its manifests may be gone.
    mutating func judgeAbsent(besides known: some Collection<PublishedPartition.Key>) {
        let known = Set(known)
        for (groupName, facts) in brokers.sorted(by: { $0.key < $1.key }) where hasOtherRoots[groupName] != true {
            for (partition, position) in facts.partitions.sorted(by: { $0.key < $1.key }) {
                let key = PublishedPartition.Key(
                    groupName: groupName, topic: partition.topic, partition: partition.partition)
                guard !known.contains(key), let committed = position.committed, committed != position.logEnd,
                    sealed[key]?.contains(where: { $0.range.next == committed }) != true
                else { continue }
                let place = "\(partition.topic)/\(partition.partition)"
                let message = "the group's position is \(committed), and nothing of the partition is published"
                report.add(AuditFinding(.committedPosition, place, message))
            }
        }
    }
}
