// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A judged group.
package struct GroupReport: Sendable, Equatable {
    package var cluster: String
    package var group: String
    package var rules: RuleSet
    package var status: LagStatus
    /// Share of the partitions with a full window.
    package var complete: Float
    /// All of them, by topic, then partition.
    package var partitions: [PartitionReport]
    /// Index of the partition with the highest lag; nil without partitions.
    package var worst: Int?
    /// Sum of the partitions' lags; saturates.
    package var totalLag: Int64
    package var membership: GroupMembership?
    /// In milliseconds since 1970.
    package var evaluatedAtMs: Int64

    package init(
        cluster: String, group: String, rules: RuleSet, status: LagStatus, complete: Float,
        partitions: [PartitionReport], worst: Int?, totalLag: Int64, membership: GroupMembership? = nil,
        evaluatedAtMs: Int64
    ) {
        self.cluster = cluster
        self.group = group
        self.rules = rules
        self.status = status
        self.complete = complete
        self.partitions = partitions
        self.worst = worst
        self.totalLag = totalLag
        self.membership = membership
        self.evaluatedAtMs = evaluatedAtMs
    }
}

extension GroupReport {
    /// Leaves out what nobody reads of many groups: of each window only the newest commit stays, and no samples. A
    /// hundred thousand windows are some 60 MB.
    package mutating func condense() {
        for index in partitions.indices {
            partitions[index].window.slots = partitions[index].window.last.map { [$0] } ?? []
            partitions[index].window.brokerOffsets = []
        }
    }
}

/// A judged partition of a group.
package struct PartitionReport: Sendable, Equatable {
    package var window: PartitionWindow
    package var status: LagStatus
    package var complete: Float
    /// Under `burrow` the window's; under `sluice` to the end that fits the group's isolation, from the log's start.
    package var currentLag: Int64
    package var trace: RuleTrace
    /// Under `sluice` only.
    package var progress: PartitionProgress?

    package init(
        window: PartitionWindow, status: LagStatus, complete: Float, currentLag: Int64, trace: RuleTrace,
        progress: PartitionProgress? = nil
    ) {
        self.window = window
        self.status = status
        self.complete = complete
        self.currentLag = currentLag
        self.trace = trace
        self.progress = progress
    }
}
