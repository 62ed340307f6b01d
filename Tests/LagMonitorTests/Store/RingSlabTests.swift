// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LagMonitor

struct RingSlabTests {
    /// Values of the kinds that a broker sends, and those that only an enemy does.
    private static func commit(_ random: inout SeededNumbers, kind: Int, near: CommitSlot?) -> CommitSlot {
        func value(_ near: Int64, _ random: inout SeededNumbers) -> Int64 {
            switch kind {
            case 0: near &+ Int64(random.below(2000) - 300)
            case 1: near &+ Int64.random(in: -0x8000_0001...0x8000_0001, using: &random)
            case 2: near &+ Int64.random(in: -0x1_0000_0000...0x1_0000_0000, using: &random)
            default: [.min, .max, 0, -1, .min + 1, Int64(bitPattern: random.next())][random.below(6)]
            }
        }
        let lags: [Int64] = [0, 5, 4_294_967_294, 4_294_967_295, 4_294_967_296, .max, Int64(random.below(1000))]
        return CommitSlot(
            offset: value(near?.offset ?? 1_000_000, &random),
            timestampMs: value(near?.timestampMs ?? 1_700_000_000_000, &random),
            observedAtMs: kind == 3
                ? value(0, &random) : Int64(random.below(kind == 2 ? Int.max / 2000 : 4_294_967_295)) * 1000,
            lag: kind == 0 ? Int64(random.below(1000)) : lags[random.below(lags.count)],
            order: value(near?.order ?? 50_000, &random))
    }

    /// Whatever is put in comes out as it was, through compact and wide form, in the places that Burrow has.
    @Test(arguments: 0..<40)
    func ringsAreBurrowsWhateverTheValues(_ run: Int) throws {
        var random = SeededNumbers(SeededNumbers.given ?? UInt64.random(in: 0...UInt64.max))
        let slotsMax = [1, 2, 3, 10, 17][run % 5]
        let minDistanceMs: Int64 = [0, 0, 500, 0x8000_0000][run / 5 % 4]
        var slab = RingSlab(slotsMax: slotsMax, minDistanceMs: minDistanceMs)
        var models = (0..<8).map { _ in ModelRing(slotsMax: slotsMax, minDistanceMs: minDistanceMs) }
        var rings = try models.map { _ in try slab.newRing() }
        var window: [CommitSlot?] = []
        var wideSeen = false
        for step in 0..<3000 {
            let index = random.below(models.count)
            if random.chance(200) {
                slab.giveBack(rings[index])
                rings[index] = try slab.newRing()
                models[index] = ModelRing(slotsMax: slotsMax, minDistanceMs: minDistanceMs)
            }
            let kind = random.chance(20) ? 1 + random.below(3) : 0
            let commit = Self.commit(&random, kind: kind, near: models[index].newest)
            let isKept = models[index].store(commit)
            let outcome = slab.store(commit, isSealed: false, in: rings[index])
            if case .dropped = outcome { #expect(!isKept) } else { #expect(isKept) }
            slab.window(of: rings[index], into: &window)
            try #require(window == models[index].window, "seed \(random.seed), step \(step)")
            #expect(slab.newest(of: rings[index]) == models[index].newest)
            wideSeen = wideSeen || slab.wideCount > 0
        }
        #expect(wideSeen)
        for ring in rings { slab.giveBack(ring) }
        #expect(slab.count == 0)
        #expect(slab.wideCount == 0)
    }

    /// A steady group stays in the compact form for ever.
    @Test func steadyCommitsStayCompact() throws {
        var slab = RingSlab(slotsMax: 10, minDistanceMs: 0)
        let ring = try slab.newRing()
        func put(_ commit: CommitSlot, _ isSealed: Bool) -> CommitOutcome {
            slab.store(commit, isSealed: isSealed, in: ring)
        }
        for step in 0..<5000 {
            let step = Int64(step)
            let commit = CommitSlot(
                offset: step * 700_000_000, timestampMs: 1_700_000_000_000 + step * 86_400_000,
                observedAtMs: (1_700_000_000 + step * 86_400) * 1000, lag: step % 3, order: step * 90_000_000)
            #expect(put(commit, step % 2 == 1) == .appended)
            #expect(slab.newest(of: ring) == commit)
            #expect(slab.isSealed(ring) == (step % 2 == 1))
        }
        // Ten days of 700 million records a day are more than 32 bits.
        #expect(slab.slots(of: ring).count == 10)
        #expect(slab.wideCount == 1)
        var near = try #require(slab.newest(of: ring))
        for _ in 0..<10 {
            near.offset += 1000
            near.timestampMs += 1000
            near.order += 1
            let outcome = slab.store(near, isSealed: false, in: ring)
            #expect(outcome == .appended)
        }
        #expect(slab.wideCount == 0)
    }

    @Test func lateCommitDoesNotChangeWhoseTheNewestIs() throws {
        var slab = RingSlab(slotsMax: 3, minDistanceMs: 0)
        let ring = try slab.newRing()
        func put(_ commit: CommitSlot, _ isSealed: Bool) -> CommitOutcome {
            slab.store(commit, isSealed: isSealed, in: ring)
        }
        func commit(_ order: Int64) -> CommitSlot {
            CommitSlot(offset: order, timestampMs: order * 1000, observedAtMs: 0, lag: 1, order: order)
        }
        #expect(put(commit(10), true) == .appended)
        #expect(put(commit(5), false) == .inserted)
        #expect(slab.isSealed(ring))
        #expect(put(commit(11), false) == .appended)
        #expect(!slab.isSealed(ring))
        #expect(put(commit(4), false) == .dropped(.full))
        #expect(put(commit(11), true) == .dropped(.duplicate))
        #expect(!slab.isSealed(ring))
    }

    @Test func placesAreUsedAgain() throws {
        var slab = RingSlab(slotsMax: 10, minDistanceMs: 0)
        let first = try (0..<1000).map { _ in try slab.newRing() }
        let bytes = slab.heapBytes
        for ring in first {
            slab.setOwner(7, of: ring)
            slab.giveBack(ring)
        }
        for _ in first {
            let ring = try slab.newRing()
            #expect(slab.owner(of: ring) == 0)
            #expect(slab.newest(of: ring) == nil)
        }
        #expect(slab.heapBytes <= bytes + 4096 * 4)
        #expect(slab.count == 1000)
        // Slots of 20 bytes, 36 of the ring's own.
        #expect(bytes <= 1024 * (10 * 20 + 36) + 1024)
    }
}

extension RingSlab {
    /// A new ring; macros call nothing that changes.
    mutating func newRing() throws -> UInt32 {
        let ring = take()
        return try #require(ring)
    }
}
