// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The published ranges of one incarnation, taken in ascending order: finds what none covers and what two do.
///
/// Epochs must not overlap. A jump may overlap anything: coverage by files wins over a gap.
struct CoverageChain {
    /// Something between two ranges.
    struct Defect: Equatable {
        enum Kind: Equatable {
            case hole
            case overlap
            /// The chain begins with an epoch, though every chain begins with a jump.
            case noBeginning
        }

        let kind: Kind
        let range: OffsetRange
    }

    private(set) var first: Int64?
    /// The position after the last range.
    private(set) var end: Int64 = 0
    private var epochsEnd: Int64 = .min

    /// Adds the next range.
    ///
    /// - Returns: what is wrong between it and those before.
    mutating func add(_ range: OffsetRange, isJump: Bool) -> [Defect] {
        var defects: [Defect] = []
        if first == nil {
            first = range.first
            end = range.first
            if !isJump {
                defects.append(Defect(kind: .noBeginning, range: OffsetRange(first: range.first, next: range.first)))
            }
        } else if range.first > end {
            defects.append(Defect(kind: .hole, range: OffsetRange(first: end, next: range.first)))
        }
        if !isJump {
            if range.first < epochsEnd {
                let overlap = OffsetRange(first: range.first, next: min(range.next, epochsEnd))
                if !overlap.isEmpty { defects.append(Defect(kind: .overlap, range: overlap)) }
            }
            epochsEnd = max(epochsEnd, range.next)
        }
        end = max(end, range.next)
        return defects
    }
}
