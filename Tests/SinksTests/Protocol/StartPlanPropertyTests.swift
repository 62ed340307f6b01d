// Sluice
// SPDX-License-Identifier: Apache-2.0

import Sinks
import SluiceTesting
import Testing

/// What holds for every plan, whatever the facts.
struct StartPlanPropertyTests {
    private func randomFacts(_ generator: inout SeededGenerator) -> StartFacts {
        let log = Int64.random(in: 0...30, using: &generator)
        let end = log + Int64.random(in: 0...40, using: &generator)
        var coverage = PartitionCoverage()
        if Bool.random(using: &generator) {
            let ranges = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                let first = Int64.random(in: 0...60, using: &generator)
                return (first, first + Int64.random(in: 1...9, using: &generator))
            }
            coverage = Sample.coverage(ranges, jumps: [(0, Int64.random(in: 0...20, using: &generator))])
        }
        let position = Int64.random(in: 0...80, using: &generator)
        let committed: [CommittedPosition?] = [
            nil, CommittedPosition(offset: position, metadata: ""),
            Sample.committed(Sample.metadata(1, position: position, logStart: 0)),
            Sample.committed(Sample.metadata(1, position: position, incarnation: Sample.incarnation(2), logStart: 9)),
        ]
        return StartDecisionTests.facts(
            committed.randomElement(using: &generator) ?? nil, log: log..<end,
            Verification.allCases.randomElement(using: &generator) ?? .same, coverage: coverage,
            start: Bool.random(using: &generator) ? .earliest : .latest)
    }

    @Test(arguments: 0..<200) func plansAreSound(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        for _ in 0..<50 {
            let facts = randomFacts(&generator)
            let plan = try StartDecisionTests.plan(facts)
            let held = facts.coverage.incarnations[plan.incarnation]?.ranges ?? OffsetRanges()
            #expect(plan.position >= facts.logStart, "seed \(seed)")
            #expect(held.range(holding: plan.position) == nil, "what is published is not read again, seed \(seed)")
            #expect(plan.covered.ranges == held.ranges.filter { $0.next > plan.position }, "seed \(seed)")
            if let jump = plan.jump {
                let manifest = Manifest.jump(
                    id: Sample.id(1), plan: plan, slot: Sample.slot(0), cluster: "c", group: "g", topic: "t",
                    partition: 0, sealedMs: 0)
                try manifest.check()
                #expect(manifest.next == plan.position, "seed \(seed)")
                for gap in jump.gaps {
                    let isHeld = held.covers(gap.range)
                    #expect(isHeld == (gap.reason == .published), "coverage wins over a gap, seed \(seed)")
                }
            } else {
                #expect(plan.previous?.position == plan.position, "seed \(seed)")
            }
            let isKnown = facts.coverage.incarnations[plan.incarnation] != nil
            #expect(!isKnown || plan.incarnation == facts.committed?.proof?.incarnation ?? facts.coverage.newest)
            #expect(plan.previous == nil || plan.previous?.incarnation == plan.incarnation, "seed \(seed)")
        }
    }
}
