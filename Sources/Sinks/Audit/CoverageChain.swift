// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The published ranges of one incarnation, taken in ascending order: finds what none covers and what two do.
///
/// Epochs of one generation must not overlap. A jump may overlap anything: coverage by files wins over a gap.
struct CoverageChain {
    /// Something between two ranges.
    struct Defect: Equatable {
        enum Kind: Equatable {
            case hole
            case overlap
            /// A generation begins with an epoch, though each begins with a jump.
            case noBeginning
        }

        let kind: Kind
        let range: OffsetRange
    }

    private(set) var first: Int64?
    /// The position after the last range.
    private(set) var end: Int64 = 0
    /// By generation, the position after its last epoch; the least number after nothing but a jump.
    private var epochsEnd: [Generation: Int64] = [:]

    /// Adds the next range.
    ///
    /// - Returns: what is wrong between it and those before.
    mutating func add(_ range: OffsetRange, isJump: Bool, generation: Generation = .first) -> [Defect] {
        var defects: [Defect] = []
        if epochsEnd[generation] == nil, !isJump {
            defects.append(Defect(kind: .noBeginning, range: OffsetRange(first: range.first, next: range.first)))
        }
        let before = epochsEnd[generation] ?? .min
        if first == nil {
            first = range.first
            end = range.first
        } else if range.first > end {
            defects.append(Defect(kind: .hole, range: OffsetRange(first: end, next: range.first)))
        }
        if !isJump, range.first < before {
            let overlap = OffsetRange(first: range.first, next: min(range.next, before))
            if !overlap.isEmpty { defects.append(Defect(kind: .overlap, range: overlap)) }
        }
        epochsEnd[generation] = isJump ? before : max(before, range.next)
        end = max(end, range.next)
        return defects
    }
}
