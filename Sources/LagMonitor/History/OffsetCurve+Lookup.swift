// Sluice
// SPDX-License-Identifier: Apache-2.0

extension OffsetCurve {
    /// Where an offset lies on the curve.
    enum Place: Equatable {
        /// There are no samples.
        case unknown
        /// Passed before the oldest sample.
        case before(oldestMs: Int64)
        /// Passed then; no sample contradicts by more than the bound.
        case at(timeMs: Int64, errorMs: Int64)
        /// Not passed yet.
        case ahead
    }

    /// When the curve passed an offset: the last moment at which it was there. O(log points).
    func place(of offset: Int64) -> Place {
        guard let oldest = points.first, let newest = points.last else { return .unknown }
        if offset < oldest.offset { return .before(oldestMs: atMs(oldest)) }
        if offset >= newest.offset { return .ahead }
        // The first point beyond; there is one before it and one with it.
        let position = index { $0.offset > offset }
        let next = points[position]
        let before = points[position - 1]
        let share = Double(offset - before.offset) / Double(next.offset - before.offset)
        let elapsed = Int64(share * Double(next.time - before.time))
        let time = atMs(before).clampedAdding(min(max(0, elapsed), Int64(next.time - before.time)))
        return .at(timeMs: time, errorMs: Int64(next.error))
    }

    /// The offset at a moment, never beyond the newest sample; nil before the oldest one. O(log points).
    func offset(atMs: Int64) -> Int64? {
        guard let oldest = first, let newest = last, atMs >= oldest.atMs else { return nil }
        if atMs >= newest.atMs { return newest.offset }
        let time = UInt32(clamping: atMs.clampedSubtracting(baseMs))
        let position = index { $0.time > time }
        let next = points[position]
        let before = points[position - 1]
        let share = Double(time - before.time) / Double(next.time - before.time)
        let grown = Int64(clamping: share * Double(next.offset - before.offset))
        return before.offset + min(max(0, grown), next.offset - before.offset)
    }

    /// The first point that is beyond something; the points are sorted by it.
    private func index(_ isBeyond: (Point) -> Bool) -> Int {
        var low = 0
        var high = points.count
        while low < high {
            let middle = (low + high) / 2
            if isBeyond(points[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
