// Sluice
// SPDX-License-Identifier: Apache-2.0

/// How to go on with an assigned partition.
package struct StartPlan: Hashable, Sendable {
    /// The first offset to read.
    package let position: Int64
    package let incarnation: Incarnation
    package let generation: Generation
    /// What has to be sealed, committed and published before records flow; nil where the metadata prove the position.
    package let jump: JumpPlan?
    /// Published ranges from the position on, to be skipped exactly; none unless `on_rewind: skip`.
    package let covered: OffsetRanges
    /// The offset at which the chain of this and the following commits begins.
    package let origin: Int64
    /// The metadata that the next commit continues; nil begins a new chain.
    package let previous: CommitMetadata?
    /// The log start to record in the next commits.
    package let logStart: Int64
    package let reports: [StartReport]
}
