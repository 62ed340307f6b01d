// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Runtime

@Suite(.timeLimit(.minutes(5)))
struct PartitionMachinePropertyTests {
    private static let seeds: ClosedRange<UInt64> = 1...1000

    @Test func noOrderOfEventsBreaksAnInvariant() {
        var published = 0
        for seed in Self.seeds {
            var walk = MachineWalk(seed: seed)
            for _ in 0..<120 where !walk.isEnded { walk.step(calm: seed % 3 == 0) }
            if !walk.isEnded { walk.drainInSilence() }
            walk.judgeEnd()
            published += walk.publishedCount
            #expect(walk.breaches.isEmpty, "seed \(seed): \(walk.breaches.first ?? "")")
            if !walk.breaches.isEmpty { return }
        }
        #expect(published > 1000, "the walks get somewhere")
    }

    @Test func aRevokeEndsInAReleaseWhenEverythingIsAnswered() {
        var published = 0
        for seed in Self.seeds {
            var walk = MachineWalk(seed: seed)
            for _ in 0..<Int(seed % 60) { walk.step(calm: true, still: true) }
            walk.drainWithAnswers()
            walk.judgeEnd()
            published += walk.publishedCount
            #expect(walk.isReleased && walk.rejoins == 0, "seed \(seed)")
            #expect(walk.breaches.isEmpty, "seed \(seed): \(walk.breaches.first ?? "")")
            if !walk.breaches.isEmpty { return }
        }
        #expect(published > 500, "the walks get somewhere")
    }

    @Test func aRevokeEndsByTimeAloneWhenNothingIsAnswered() {
        for seed in Self.seeds {
            var walk = MachineWalk(seed: seed)
            for _ in 0..<Int(seed % 60) where !walk.isEnded { walk.step(calm: true) }
            guard !walk.isEnded else { continue }
            walk.drainInSilence()
            walk.judgeEnd()
            #expect(walk.isReleased || walk.rejoins > 0, "seed \(seed)")
            #expect(walk.breaches.isEmpty, "seed \(seed): \(walk.breaches.first ?? "")")
            if !walk.breaches.isEmpty { return }
        }
    }
}
