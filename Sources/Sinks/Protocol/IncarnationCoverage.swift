// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What a root has published of one incarnation of a topic-partition.
package struct IncarnationCoverage: Hashable, Sendable {
    /// Offsets that published epochs cover; jumps cover nothing.
    package var ranges = OffsetRanges()
    /// Offsets that published epochs and jumps have moved the position over.
    package var reached = OffsetRanges()
    /// The greatest position that a published epoch or jump set.
    package var end: Int64 = 0
    /// The last record of the newest published epoch that has one.
    package var lastRecord: RecordIdentity?

    package init() {}

    /// The position up to which everything is published, from the first published offset on.
    package var completePosition: Int64 { reached.ranges.first?.next ?? end }
}
