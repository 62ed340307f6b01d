// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What an audit found of one incarnation of one topic-partition of one group.
package struct AuditPartition: Equatable, Sendable, Encodable {
    /// The group as its directory is called.
    package let group: String
    package let topic: String
    package let partition: Int32
    package let incarnation: String
    /// Whether a later life of the partition is in the archive.
    package internal(set) var isNewest = false
    /// The first offset that is accounted for, and the position after the last one.
    package internal(set) var first: Int64 = 0
    package internal(set) var next: Int64 = 0
    package internal(set) var epochs: Int64 = 0
    /// Readings of it: more than one after rewinds with `on_rewind: supersede` or `append`.
    package internal(set) var generations = 0
    /// Epochs of which later ones take the place, in part or whole, and that are not removed yet.
    package internal(set) var supersededEpochs = 0
    package internal(set) var jumps: Int64 = 0
    package internal(set) var files: Int64 = 0
    package internal(set) var bytes: Int64 = 0
    /// Files among them that are gone and past their retention.
    package internal(set) var expiredFiles: Int64 = 0
    /// Records read, in all ways that they may have gone.
    package internal(set) var records: Int64 = 0
    package internal(set) var archived: Int64 = 0
    package internal(set) var deadLettered: Int64 = 0
    /// Dropped by filters, samplers and deduplication.
    package internal(set) var dropped: Int64 = 0
    /// Rows by output.
    package internal(set) var rows: [String: Int64] = [:]
    /// Offsets in counted gaps by reason; those that files cover are not among them.
    package internal(set) var gapOffsets: [String: Int64] = [:]
    /// The counted gaps themselves, ascending, as many as `AuditLimits.gapsMax`.
    package internal(set) var gaps: [GapRange] = []
    /// The position that the group has committed, where brokers were asked.
    package internal(set) var committed: Int64?
    /// Things that are wrong with it.
    package internal(set) var findings = 0

    /// `topic/partition` and the incarnation, as messages name it.
    package var place: String { "\(topic)/\(partition) incarnation \(incarnation)" }

    init(_ key: PublishedPartition.Key, incarnation: Incarnation) {
        group = key.groupName
        topic = key.topic
        partition = key.partition
        self.incarnation = incarnation.description
    }

    mutating func add(_ manifest: Manifest) {
        if manifest.isJump { jumps += 1 } else { epochs += 1 }
        let dispositions = manifest.dispositions
        files += Int64(manifest.files.count)
        bytes = bytes.saturatingSum(manifest.files.reduce(0) { $0.saturatingSum($1.bytes) })
        records = records.saturatingSum(dispositions.total ?? 0)
        archived = archived.saturatingSum(dispositions.archived)
        deadLettered = deadLettered.saturatingSum(dispositions.deadLettered)
        for count in [dispositions.sampled, dispositions.deduplicated] + dispositions.filtered.values {
            dropped = dropped.saturatingSum(count)
        }
        for (output, count) in dispositions.rows { rows[output] = (rows[output] ?? 0).saturatingSum(count) }
        for gap in manifest.gaps where gap.reason != .published {
            let reason = gap.reason.rawValue
            gapOffsets[reason] = (gapOffsets[reason] ?? 0).saturatingSum(gap.next - gap.first)
            if gaps.count < AuditLimits.gapsMax { gaps.append(gap) }
        }
    }
}

extension Int64 {
    /// The sum, or the greatest number there is: manifests are bytes from outside.
    func saturatingSum(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
