// Sluice
// SPDX-License-Identifier: Apache-2.0

import Sinks
import SluiceTesting
import Testing

/// `on_rewind: supersede` and `append`: design, section 4.
struct RewindTests {
    private let appended = Generation.first.following(supersedes: false)
    private let superseding = Generation.first.following(supersedes: true)

    private func facts(
        _ committed: CommittedPosition?, log: Range<Int64> = 0..<500, _ option: RewindOption,
        coverage: PartitionCoverage, holder: Range<Int64>? = nil
    ) -> StartFacts {
        var facts = StartDecisionTests.facts(committed, log: log, .same, coverage: coverage)
        facts.onRewind = option
        facts.holder = holder.map { OffsetRange(first: $0.lowerBound, next: $0.upperBound) }
        return facts
    }

    private func reset(_ offset: Int64) -> CommittedPosition { CommittedPosition(offset: offset, metadata: "") }

    @Test func appendReadsEverythingAgainInANewGeneration() throws {
        let facts = facts(reset(30), .append, coverage: Sample.coverage([(0, 100), (100, 200)]))
        let plan = try StartDecisionTests.plan(facts)
        #expect(plan.position == 30 && plan.covered.isEmpty)
        #expect(plan.generation == appended && plan.jump?.gaps == [])
        #expect(plan.incarnation == Sample.incarnation(1), "the log is the same")
        #expect(plan.reports.contains(.rewound(committed: 30, published: 200, .append)))
    }

    @Test func supersedeBeginsWithTheEpochThatHoldsThePosition() throws {
        let coverage = Sample.coverage([(0, 100), (100, 200)])
        let plan = try StartDecisionTests.plan(facts(reset(130), .supersede, coverage: coverage, holder: 100..<200))
        #expect(plan.position == 100 && plan.generation == superseding && plan.covered.isEmpty)
        #expect(plan.jump?.identityOffset == 99)
    }

    @Test func supersedeOfAWholeEpochBeginsThere() throws {
        let coverage = Sample.coverage([(0, 100), (100, 200)])
        let plan = try StartDecisionTests.plan(facts(reset(100), .supersede, coverage: coverage, holder: 100..<200))
        #expect(plan.position == 100 && plan.generation == superseding)
    }

    @Test func anEpochWhoseBeginningTheLogHasLostStays() throws {
        let coverage = Sample.coverage([(0, 100), (100, 200)])
        let plan = try StartDecisionTests.plan(
            facts(reset(130), log: 120..<500, .supersede, coverage: coverage, holder: 100..<200))
        #expect(plan.position == 200 && plan.generation == superseding)
        #expect(plan.reports.contains(.keptWhole(OffsetRange(first: 100, next: 200))))
    }

    @Test(arguments: [RewindOption.append, .supersede])
    func aRestartInANewGenerationIsNoRewind(option: RewindOption) throws {
        var coverage = Sample.coverage([(0, 200)])
        let generation = Generation.first.following(supersedes: option == .supersede)
        coverage.incarnations[Sample.incarnation(1)]?.insert(
            OffsetRange(first: 30, next: 60), isJump: false, generation: generation)
        let metadata = Sample.metadata(5, position: 60, generation: generation)
        let plan = try StartDecisionTests.plan(facts(Sample.committed(metadata), option, coverage: coverage))
        #expect(plan.position == 60 && plan.jump == nil && plan.covered.isEmpty)
        #expect(plan.generation == generation && plan.reports.isEmpty)
    }

    @Test(arguments: [RewindOption.append, .supersede])
    func aCrashAfterTheJumpIsNoSecondRewind(option: RewindOption) throws {
        var coverage = Sample.coverage([(0, 200)])
        let generation = Generation.first.following(supersedes: option == .supersede)
        coverage.incarnations[Sample.incarnation(1)]?.insert(
            OffsetRange(first: 30, next: 30), isJump: true, generation: generation)
        let metadata = Sample.metadata(5, position: 30, generation: generation)
        let plan = try StartDecisionTests.plan(facts(Sample.committed(metadata), option, coverage: coverage))
        #expect(plan.position == 30 && plan.jump == nil && plan.generation == generation)
    }

    @Test func aSecondRewindBeginsAThirdGeneration() throws {
        var coverage = Sample.coverage([(0, 200)])
        coverage.incarnations[Sample.incarnation(1)]?.insert(
            OffsetRange(first: 30, next: 150), isJump: false, generation: appended)
        let plan = try StartDecisionTests.plan(facts(reset(100), .append, coverage: coverage))
        #expect(plan.position == 100 && plan.generation.number == 2)
    }

    @Test func anOldCommitBroughtBackWholeIsARewindToo() throws {
        let metadata = Sample.metadata(3, position: 50, origin: 40)
        let coverage = Sample.coverage([(0, 200)])
        let plan = try StartDecisionTests.plan(
            facts(Sample.committed(metadata), .supersede, coverage: coverage, holder: 0..<200))
        #expect(plan.position == 0 && plan.generation == superseding)
        #expect(plan.origin == 0, "the chain judges what is sealed from here on")
        #expect(plan.previous == metadata)
    }

    @Test func aLostOffsetGoesOnWhereTheGenerationEnded() throws {
        var coverage = Sample.coverage([(0, 200)])
        coverage.incarnations[Sample.incarnation(1)]?.insert(
            OffsetRange(first: 30, next: 60), isJump: false, generation: appended)
        let plan = try StartDecisionTests.plan(facts(nil, .append, coverage: coverage))
        #expect(plan.position == 60 && plan.generation == appended)
        let skipping = try StartDecisionTests.plan(facts(nil, .skip, coverage: coverage))
        #expect(skipping.position == 200, "what anything has published is not archived twice")
    }

    @Test func theTopologyMayGoBackToSkip() throws {
        var coverage = Sample.coverage([(0, 200)])
        coverage.incarnations[Sample.incarnation(1)]?.insert(
            OffsetRange(first: 30, next: 60), isJump: false, generation: appended)
        let metadata = Sample.metadata(5, position: 60, generation: appended)
        let plan = try StartDecisionTests.plan(facts(Sample.committed(metadata), .skip, coverage: coverage))
        #expect(plan.position == 200 && plan.jump != nil && plan.generation == appended)
    }

    @Test func aNewIncarnationBeginsWithTheFirstGeneration() throws {
        let metadata = Sample.metadata(5, position: 60, generation: appended)
        var facts = facts(Sample.committed(metadata), .append, coverage: Sample.coverage([(0, 200)]))
        facts.verification = .different
        #expect(try StartDecisionTests.plan(facts).generation == .first)
    }

    @Test(arguments: ["", "a1", "s7", "a9223372036854775807"])
    func aGenerationComesBackAsWritten(text: String) {
        #expect(Generation(text: text)?.description == text)
    }

    @Test(arguments: ["a", "s0", "a01", "x1", "a-1", "1", "a1 ", "a9223372036854775808"])
    func otherTextsAreNoGeneration(text: String) {
        #expect(Generation(text: text) == nil)
    }
}
