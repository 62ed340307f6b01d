// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What a root has published of one incarnation of a topic-partition.
package struct IncarnationCoverage: Hashable, Sendable {
    /// What one generation has published.
    package struct Part: Hashable, Sendable {
        /// Offsets that its epochs cover.
        package var ranges = OffsetRanges()
        /// The greatest position that one of its epochs or jumps set.
        package var end: Int64 = 0

        package init() {}
    }

    /// Offsets that published epochs of any generation cover; jumps cover nothing.
    package var ranges = OffsetRanges()
    /// Offsets that published epochs and jumps of any generation have moved the position over.
    package var reached = OffsetRanges()
    package var generations: [Generation: Part] = [:]
    /// The record at the greatest offset of those that epochs name as their last.
    package var lastRecord: RecordIdentity?

    package init() {}

    /// The greatest position that a published epoch or jump set.
    package var end: Int64 { generations.values.map(\.end).max() ?? 0 }

    /// The generation that a rewind began last.
    package var newest: Generation { generations.keys.max() ?? .first }

    /// The position up to which everything is published, from the first published offset on.
    package var completePosition: Int64 { reached.ranges.first?.next ?? end }

    /// Adds an epoch or a jump.
    package mutating func insert(_ range: OffsetRange, isJump: Bool, generation: Generation) {
        var part = generations[generation] ?? Part()
        if !isJump {
            ranges.insert(range)
            part.ranges.insert(range)
        }
        reached.insert(range)
        part.end = max(part.end, range.next)
        generations[generation] = part
    }

    /// For each generation, the offsets of which epochs of later ones take the place.
    package var retaken: [Generation: OffsetRanges] {
        Dictionary(generations.keys.map { ($0, superseding($0)) }) { first, _ in first }
    }

    /// Offsets of which epochs of later generations take the place.
    package func superseding(_ generation: Generation) -> OffsetRanges {
        var ranges = OffsetRanges()
        for (later, part) in generations where later.supersedes && later.number > generation.number {
            for range in part.ranges.ranges { ranges.insert(range) }
        }
        return ranges
    }
}
