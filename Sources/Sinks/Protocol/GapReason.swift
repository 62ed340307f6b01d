// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Why offsets of an epoch's range were not read.
package enum GapReason: String, Sendable, Codable, CaseIterable {
    /// Before the position at which the group first started.
    case beforeStart = "before_start"
    /// Deleted by the topic's retention before they were read.
    case lostByRetention = "lost_by_retention"
    /// An operator moved the group's position past them.
    case skippedByOperator = "skipped_by_operator"
    /// No record has the offset: removed by compaction, or a transaction's control record.
    case compactedOrControl = "compacted_or_control"
    /// Below the log's start when a new incarnation was taken up.
    case newIncarnation = "new_incarnation"
    /// Read and published before: published epochs of the same root hold them.
    case published
}
