// Sluice
// SPDX-License-Identifier: Apache-2.0

import Sinks
import SluiceTesting
import Testing

/// The rules "at every assignment": design, section 4.
struct StartDecisionTests {
    static func facts(
        _ committed: CommittedPosition?, log: Range<Int64>, _ verification: Verification = .nothingToVerify,
        coverage: PartitionCoverage = PartitionCoverage(), pending: [PendingEpoch] = [], undecided: Bool = false,
        start: StartOption = .earliest
    ) -> StartFacts {
        StartFacts(
            committed: committed, logStart: log.lowerBound, logEnd: log.upperBound, verification: verification,
            coverage: coverage, pending: pending, hasUndecided: undecided, start: start, randomBits: 42)
    }

    static func plan(_ facts: StartFacts) throws -> StartPlan {
        guard case .start(let plan) = StartDecision.decide(facts) else {
            throw Failed(message: "no plan: \(StartDecision.decide(facts))")
        }
        return plan
    }

    struct Failed: Error { let message: String }

    private let first = Sample.incarnation(1)
    private let same = Verification.same

    private func gaps(_ plan: StartPlan) -> [GapRange]? { plan.jump?.gaps }

    private func gap(_ first: Int64, _ next: Int64, _ reason: GapReason) -> GapRange {
        GapRange(first: first, next: next, reason: reason)
    }

    @Test func theFirstStartIsAJumpFromZero() throws {
        let plan = try Self.plan(Self.facts(nil, log: 100..<500))
        #expect(plan.position == 100 && plan.origin == 100 && plan.previous == nil)
        #expect(gaps(plan) == [gap(0, 100, .beforeStart)])
        #expect(plan.jump?.identityOffset == nil, "no record before the log's start")
        #expect(plan.reports == [.firstStart(position: 100, .earliest)])
        #expect(plan.incarnation.life == 1)
    }

    @Test func theFirstStartAtTheEndCountsWhatWasBefore() throws {
        let plan = try Self.plan(Self.facts(nil, log: 100..<500, start: .latest))
        #expect(plan.position == 500 && gaps(plan) == [gap(0, 500, .beforeStart)])
        #expect(plan.jump?.identityOffset == 499)
    }

    @Test func theFirstStartOfAnEmptyTopicHasNoGap() throws {
        let plan = try Self.plan(Self.facts(nil, log: 0..<0))
        #expect(plan.position == 0 && gaps(plan) == [])
    }

    @Test func aRestartGoesOnWhereItWas() throws {
        let metadata = Sample.metadata(5, position: 200, origin: 100)
        let plan = try Self.plan(
            Self.facts(Sample.committed(metadata), log: 0..<500, same, coverage: Sample.coverage([(100, 200)])))
        #expect(plan.position == 200 && plan.jump == nil && plan.incarnation == first)
        #expect(plan.previous == metadata && plan.origin == 100)
        #expect(plan.reports.isEmpty && plan.covered.isEmpty)
    }

    @Test func aRestartBeforeThePublicationOfAnotherSlotGoesOn() throws {
        let metadata = Sample.metadata(5, position: 200)
        let pending = [PendingEpoch(id: Sample.id(5), place: .unlocked(Sample.slot(3)))]
        let plan = try Self.plan(
            Self.facts(
                Sample.committed(metadata), log: 0..<500, same, coverage: Sample.coverage([(0, 100)]), pending: pending)
        )
        #expect(plan.position == 200 && plan.jump == nil && plan.reports.isEmpty)
    }

    @Test func compactedAndExpiredRecordsProveNothingAgainstTheMetadata() throws {
        for verification in [Verification.unreadable, .belowLogStart] {
            let plan = try Self.plan(
                Self.facts(Sample.committed(Sample.metadata(5, position: 200)), log: 0..<500, verification))
            #expect(plan.position == 200 && plan.jump == nil)
        }
    }

    @Test func aRewindSkipsExactlyWhatIsPublished() throws {
        let coverage = Sample.coverage([(0, 100), (120, 200)])
        let plan = try Self.plan(
            Self.facts(CommittedPosition(offset: 30, metadata: ""), log: 0..<500, same, coverage: coverage))
        #expect(plan.position == 100, "the range that holds the position is skipped at once")
        #expect(plan.covered.ranges == [OffsetRange(first: 120, next: 200)])
        #expect(gaps(plan) == [] && plan.previous == nil && plan.origin == 100 && plan.incarnation == first)
        #expect(plan.reports == [.metadataNotOurs, .rewound(committed: 30, published: 200, .skip)])
        #expect(plan.jump?.identityOffset == 99)
    }

    @Test func aRewindIntoAHoleReadsTheHole() throws {
        let coverage = Sample.coverage([(0, 100), (120, 200)])
        let plan = try Self.plan(
            Self.facts(CommittedPosition(offset: 110, metadata: ""), log: 0..<500, same, coverage: coverage))
        #expect(plan.position == 110)
        #expect(plan.covered.ranges == [OffsetRange(first: 120, next: 200)])
    }

    @Test func anOperatorsSkipForwardIsAGap() throws {
        let coverage = Sample.coverage([(0, 200)])
        let plan = try Self.plan(
            Self.facts(CommittedPosition(offset: 300, metadata: ""), log: 0..<500, same, coverage: coverage))
        #expect(plan.position == 300 && gaps(plan) == [gap(200, 300, .skippedByOperator)])
        #expect(plan.origin == 300 && plan.previous == nil && plan.incarnation == first)
        #expect(plan.reports.contains(.skippedByOperator(OffsetRange(first: 200, next: 300))))
    }

    @Test func aResetToTheSamePositionBeginsANewChain() throws {
        let plan = try Self.plan(
            Self.facts(
                CommittedPosition(offset: 200, metadata: ""), log: 0..<500, same, coverage: Sample.coverage([(0, 200)]))
        )
        #expect(plan.position == 200 && gaps(plan) == [] && plan.origin == 200 && plan.previous == nil)
    }

    @Test func aDeletedGroupGoesOnWhereTheArchiveEnds() throws {
        let plan = try Self.plan(
            Self.facts(nil, log: 50..<500, same, coverage: Sample.coverage([(0, 200)]), start: .latest))
        #expect(plan.position == 200 && gaps(plan) == [] && plan.incarnation == first)
        #expect(plan.reports == [.groupOffsetLost(position: 200)])
    }

    @Test(arguments: [Verification.unreadable, .belowLogStart, .nothingToVerify])
    func aDeletedGroupWithoutAProvedRecordIsANewIncarnation(verification: Verification) throws {
        let plan = try Self.plan(Self.facts(nil, log: 50..<500, verification, coverage: Sample.coverage([(0, 200)])))
        #expect(plan.position == 50 && plan.incarnation.life == 2)
        #expect(plan.reports == [.newIncarnation(.nothingProved, logStart: 50)])
        #expect(gaps(plan) == [gap(0, 50, .newIncarnation)])
    }

    @Test func undecidedEpochsMakeThePartitionKnown() throws {
        let plan = try Self.plan(Self.facts(nil, log: 50..<500, undecided: true, start: .latest))
        #expect(plan.position == 50, "start: applies only where neither group nor root knows the partition")
    }

    @Test func foreignMetadataOfAnUnknownGroupAreKept() throws {
        let plan = try Self.plan(Self.facts(CommittedPosition(offset: 70, metadata: "flink"), log: 50..<500))
        #expect(plan.position == 70 && gaps(plan) == [gap(0, 70, .beforeStart)])
        #expect(plan.reports == [.metadataNotOurs])
    }

    @Test func staleMetadataAreNoProof() throws {
        let text = Sample.metadata(5, position: 200).encode()
        let plan = try Self.plan(
            Self.facts(
                CommittedPosition(offset: 150, metadata: text), log: 0..<500, same,
                coverage: Sample.coverage([(0, 200)])))
        #expect(plan.position == 200 && plan.previous == nil && plan.jump != nil)
    }

    @Test func aRetentionGapIsCountedAndContinuesTheChain() throws {
        let metadata = Sample.metadata(5, position: 200, origin: 10)
        let plan = try Self.plan(
            Self.facts(
                Sample.committed(metadata), log: 260..<500, .belowLogStart, coverage: Sample.coverage([(0, 200)])))
        #expect(plan.position == 260 && gaps(plan) == [gap(200, 260, .lostByRetention)])
        #expect(plan.previous == metadata && plan.origin == 10 && plan.incarnation == first)
        #expect(plan.reports == [.lostByRetention(OffsetRange(first: 200, next: 260))])
    }

    @Test func filesWinOverARetentionGap() throws {
        let plan = try Self.plan(
            Self.facts(
                CommittedPosition(offset: 10, metadata: ""), log: 260..<500, .belowLogStart,
                coverage: Sample.coverage([(0, 200), (220, 240)])))
        #expect(
            gaps(plan) == [
                gap(200, 220, .lostByRetention), gap(220, 240, .published), gap(240, 260, .lostByRetention),
            ])
    }

    @Test func aPositionAboveTheEndIsANewIncarnation() throws {
        let plan = try Self.plan(
            Self.facts(
                CommittedPosition(offset: 900, metadata: ""), log: 20..<500, same, coverage: Sample.coverage([(0, 200)])
            ))
        #expect(plan.position == 20 && plan.incarnation.life == 2 && plan.covered.isEmpty)
        #expect(plan.reports == [.newIncarnation(.positionBeyondEnd, logStart: 20)])
        #expect(gaps(plan) == [gap(0, 20, .newIncarnation)])
    }

    @Test(arguments: [
        (Verification.different, NewIncarnationReason.recordDiffers), (.beyondEnd, .logEndsBefore),
    ])
    func aReCreatedTopicIsReadFromItsStart(verification: Verification, reason: NewIncarnationReason) throws {
        let committed: [CommittedPosition?] = [
            nil, Sample.committed(Sample.metadata(5, position: 200)), CommittedPosition(offset: 100, metadata: ""),
        ]
        for committed in committed {
            let plan = try Self.plan(
                Self.facts(committed, log: 0..<150, verification, coverage: Sample.coverage([(0, 200)])))
            #expect(plan.position == 0 && plan.incarnation.life == 2 && plan.incarnation != first)
            #expect(plan.previous == nil && plan.covered.isEmpty && plan.origin == 0 && gaps(plan) == [])
            #expect(plan.reports == [.newIncarnation(reason, logStart: 0)])
        }
    }

    @Test func aLogStartLowerThanRecordedIsANewIncarnation() throws {
        let metadata = Sample.metadata(5, position: 200, logStart: 100)
        let plan = try Self.plan(Self.facts(Sample.committed(metadata), log: 99..<500, .unreadable))
        #expect(plan.position == 99 && plan.reports == [.newIncarnation(.logStartFell, logStart: 99)])
        let higher = try Self.plan(Self.facts(Sample.committed(metadata), log: 101..<500, .unreadable))
        #expect(higher.jump == nil)
    }

    @Test func aNewIncarnationKnowsTheLivesOfRootAndMetadata() throws {
        let metadata = Sample.metadata(5, position: 200, incarnation: Sample.incarnation(4))
        let plan = try Self.plan(
            Self.facts(Sample.committed(metadata), log: 0..<500, .different, coverage: Sample.coverage([(0, 10)])))
        #expect(plan.incarnation.life == 5)
    }

    @Test func aLostFirstStartOfAnotherProcessDoesNotHideTheRecords() throws {
        var coverage = Sample.coverage([(0, 200)], incarnation: Sample.incarnation(1, bits: 1))
        let loser = Sample.coverage([], jumps: [(0, 0)], incarnation: Sample.incarnation(1, bits: 9))
        coverage.incarnations.merge(loser.incarnations) { left, _ in left }
        #expect(coverage.newest == Sample.incarnation(1, bits: 1))
        let later = Sample.coverage([], jumps: [(0, 0)], incarnation: Sample.incarnation(2))
        coverage.incarnations.merge(later.incarnations) { left, _ in left }
        #expect(coverage.newest == Sample.incarnation(2), "drawn in knowledge of the records")
    }

    @Test(arguments: [
        PendingEpoch.Place.own, .handed, .locked(Sample.slot(1)), .unlocked(Sample.slot(1)),
    ])
    func unprovenPositionsWaitForSealedEpochs(place: PendingEpoch.Place) {
        let pending = [PendingEpoch(id: Sample.id(1), place: place)]
        for committed in [nil, CommittedPosition(offset: 5, metadata: ""), CommittedPosition(offset: 5, metadata: "x")]
        {
            let facts = Self.facts(committed, log: 0..<500, pending: pending)
            #expect(StartDecision.decide(facts) == .wait(pending))
        }
        let proved = Sample.committed(Sample.metadata(5, position: 200))
        let outcome = StartDecision.decide(Self.facts(proved, log: 0..<500, same, pending: pending))
        #expect((outcome == .wait(pending)) == (place == .own), "own epochs always come first")
    }

    @Test func metadataOfANewerProgramAreRefused() {
        let facts = Self.facts(CommittedPosition(offset: 5, metadata: "sluice/3;x"), log: 0..<500)
        #expect(StartDecision.decide(facts) == .refuse(version: 3))
    }

    @Test func theRecordToVerifyIsTheMetadatasThenThePublishedOne() {
        let coverage = Sample.coverage([(0, 50)])
        let ours = Sample.committed(Sample.metadata(5, position: 200))
        #expect(StartDecision.recordToVerify(committed: ours, coverage: coverage)?.offset == 199)
        // An operator brought an older commit back: what is published beyond it is skipped only over the same log.
        let older = Sample.committed(Sample.metadata(1, position: 30))
        #expect(StartDecision.recordToVerify(committed: older, coverage: coverage)?.offset == 49)
        let empty = CommittedPosition(offset: 200, metadata: "")
        #expect(StartDecision.recordToVerify(committed: empty, coverage: coverage)?.offset == 49)
        #expect(StartDecision.recordToVerify(committed: nil, coverage: coverage)?.offset == 49)
        #expect(StartDecision.recordToVerify(committed: nil, coverage: PartitionCoverage()) == nil)
    }

    private static let reReads: [(Int64, RecordIdentity?, Verification)] = [
        (5, Sample.record(5), .same), (5, Sample.record(5, hash: 6), .different), (5, Sample.record(6), .unreadable),
        (5, nil, .unreadable), (1, nil, .belowLogStart), (10, nil, .beyondEnd),
    ]

    @Test(arguments: reReads)
    func aReReadRecordIsJudged(offset: Int64, found: RecordIdentity?, verification: Verification) {
        let judged = Verification(expected: Sample.record(offset), found: found, logStart: 2, logEnd: 10)
        #expect(judged == verification)
        #expect(Verification(expected: nil, found: found, logStart: 2, logEnd: 10) == .nothingToVerify)
    }
}
