// Sluice
// SPDX-License-Identifier: Apache-2.0

import Sinks
import SluiceTesting
import Testing

struct OffsetRangesTests {
    @Test(arguments: 0..<50) func agreesWithASetOfOffsets(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        var ranges = OffsetRanges()
        var model: Set<Int64> = []
        for _ in 0..<40 {
            let first = Int64.random(in: 0..<80, using: &generator)
            let range = OffsetRange(first: first, next: first + Int64.random(in: 0..<9, using: &generator))
            ranges.insert(range)
            model.formUnion(range.first..<range.next)
            let held = Set(ranges.ranges.flatMap { $0.first..<$0.next })
            #expect(held == model, "seed \(seed)")
            for (left, right) in zip(ranges.ranges, ranges.ranges.dropFirst()) {
                #expect(left.next < right.first, "ranges neither touch nor overlap, seed \(seed)")
            }
            let probe = Int64.random(in: 0..<90, using: &generator)
            #expect((ranges.range(holding: probe) != nil) == model.contains(probe), "seed \(seed)")
            let end = probe + Int64.random(in: 0..<12, using: &generator)
            let asked = OffsetRange(first: probe, next: end)
            #expect(ranges.covers(asked) == model.isSuperset(of: probe..<end), "seed \(seed)")
            let pieces = ranges.pieces(of: asked)
            #expect(pieces.flatMap { Array($0.range.first..<$0.range.next) } == Array(probe..<end), "seed \(seed)")
            for piece in pieces {
                #expect((piece.range.first..<piece.range.next).allSatisfy { model.contains($0) == piece.isInside })
            }
            #expect(ranges.firstRange(after: probe)?.first == ranges.ranges.first { $0.first >= probe }?.first)
        }
    }
}
