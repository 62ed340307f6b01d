// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What is known about a partition when it is assigned, after the sealed epochs that can be settled have been.
package struct StartFacts: Sendable {
    /// Nil where the group has no offset.
    package var committed: CommittedPosition?
    package var logStart: Int64
    package var logEnd: Int64
    package var verification: Verification
    package var coverage: PartitionCoverage
    /// Sealed epochs of the partition that are still to be settled, in every slot of the root.
    package var pending: [PendingEpoch]
    /// Whether epochs of the partition wait aside, undecided.
    package var hasUndecided: Bool
    package var start: StartOption
    package var onRewind: RewindOption
    /// The published epoch that holds the position to which the group was set back, of those that do the one of the
    /// newest generation: where `on_rewind: supersede` begins. Nil where none does.
    package var holder: OffsetRange?
    /// Random bits for an incarnation that may have to be drawn.
    package var randomBits: UInt64

    package init(
        committed: CommittedPosition?, logStart: Int64, logEnd: Int64, verification: Verification,
        coverage: PartitionCoverage, pending: [PendingEpoch] = [], hasUndecided: Bool = false,
        start: StartOption, onRewind: RewindOption = .skip, holder: OffsetRange? = nil, randomBits: UInt64
    ) {
        self.committed = committed
        self.logStart = logStart
        self.logEnd = logEnd
        self.verification = verification
        self.coverage = coverage
        self.pending = pending
        self.hasUndecided = hasUndecided
        self.start = start
        self.onRewind = onRewind
        self.holder = holder
        self.randomBits = randomBits
    }

    /// Whether the root has ever held anything of the partition.
    package var isKnownToRoot: Bool { !coverage.incarnations.isEmpty || !pending.isEmpty || hasUndecided }
}
