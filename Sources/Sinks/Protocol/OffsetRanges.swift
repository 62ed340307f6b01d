// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A set of offsets as ascending ranges that neither touch nor overlap.
package struct OffsetRanges: Hashable, Sendable {
    package private(set) var ranges: [OffsetRange] = []

    package init() {}

    package init(_ ranges: some Sequence<OffsetRange>) {
        for range in ranges { insert(range) }
    }

    package var isEmpty: Bool { ranges.isEmpty }

    /// Adds a range, merging what it touches; O(log n) and, in the usual case of the newest range, O(1) moves.
    package mutating func insert(_ range: OffsetRange) {
        if range.isEmpty { return }
        var merged = range
        let low = firstIndex { $0.next >= range.first }
        var high = low
        while high < ranges.count, ranges[high].first <= range.next {
            merged.first = min(merged.first, ranges[high].first)
            merged.next = max(merged.next, ranges[high].next)
            high += 1
        }
        ranges.replaceSubrange(low..<high, with: CollectionOfOne(merged))
    }

    /// The range that holds the offset.
    package func range(holding offset: Int64) -> OffsetRange? {
        let index = firstIndex { $0.next > offset }
        return index < ranges.count && ranges[index].contains(offset) ? ranges[index] : nil
    }

    /// The first range that begins at or after the offset.
    package func firstRange(after offset: Int64) -> OffsetRange? {
        let index = firstIndex { $0.first >= offset }
        return index < ranges.count ? ranges[index] : nil
    }

    /// Whether every offset of the range is in the set.
    package func covers(_ range: OffsetRange) -> Bool {
        range.isEmpty || (self.range(holding: range.first).map { $0.next >= range.next } ?? false)
    }

    /// Whether any offset of the range is in the set.
    package func meets(_ range: OffsetRange) -> Bool {
        let index = firstIndex { $0.next > range.first }
        return !range.isEmpty && index < ranges.count && ranges[index].first < range.next
    }

    /// The range cut into pieces, each all inside or all outside the set, ascending.
    package func pieces(of range: OffsetRange) -> [(range: OffsetRange, isInside: Bool)] {
        var pieces: [(range: OffsetRange, isInside: Bool)] = []
        var at = range.first
        var index = firstIndex { $0.next > at }
        while at < range.next {
            let holder = index < ranges.count ? ranges[index] : nil
            let isInside = holder?.contains(at) ?? false
            let end = min(range.next, isInside ? holder?.next ?? range.next : holder?.first ?? range.next)
            pieces.append((OffsetRange(first: at, next: end), isInside))
            at = end
            if isInside { index += 1 }
        }
        return pieces
    }

    /// The index of the first range that satisfies a condition which, once true, stays true.
    private func firstIndex(where isPast: (OffsetRange) -> Bool) -> Int {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if isPast(ranges[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
