// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import KafkaClient
@testable import Runtime

struct CommitBookTests {
    private func request(_ partition: Int32, _ offset: Int64) -> CommitRequest {
        CommitRequest(partition: TopicPartition(topic: "t", partition: partition), offset: offset, metadata: "m")
    }

    @Test func whatIsAddedIsTakenOnceInItsOrder() {
        var book = CommitBook()
        #expect(!book.hasUnsent)
        book.add(request(1, 10))
        book.add(request(0, 20))
        #expect(book.hasUnsent)
        #expect(book.takeUnsent() == [request(1, 10), request(0, 20)])
        #expect(!book.hasUnsent && book.takeUnsent().isEmpty)
    }

    @Test func anEndedAssignmentSendsNothingAnyMore() {
        var book = CommitBook()
        book.add(request(0, 10))
        book.add(request(1, 20))
        book.forget(TopicPartition(topic: "t", partition: 0))
        #expect(book.takeUnsent() == [request(1, 20)])
    }

    /// A refusal by its code and whether the client may repeat it, and what it means for the partition's machine.
    static let refusals: [(KafkaErrorCode, isRetriable: Bool, PartitionMachine.CommitOutcome)] = [
        (.rebalanceInProgress, false, .later), (.illegalGeneration, false, .later),
        (KafkaErrorCode(rawValue: 14), true, .later),  // COORDINATOR_LOAD_IN_PROGRESS
        (.unknownMember, false, .refused), (.fencedInstance, false, .refused), (.unknownTopic, false, .refused),
        (.topicForbidden, false, .refused), (.metadataTooLarge, false, .refused),
    ]

    @Test(arguments: refusals) func aRefusalIsForNowOrForGood(
        _ code: KafkaErrorCode, isRetriable: Bool, meaning: PartitionMachine.CommitOutcome
    ) {
        #expect(result(.refused(error(code, isRetriable))).meaning == meaning)
    }

    @Test func anOutcomeThatNobodyKnowsIsNeverTakenForAnother() {
        #expect(result(.done).meaning == .done)
        for code in [KafkaErrorCode.timedOut, .rebalanceInProgress, .unknownMember] {
            for isRetriable in [true, false] {
                #expect(result(.unknown(error(code, isRetriable))).meaning == .unknown)
            }
        }
    }

    @Test(arguments: [
        (KafkaErrorCode.topicForbidden, true), (.groupForbidden, true), (.metadataTooLarge, true),
        (.unknownMember, false), (.illegalGeneration, false), (.timedOut, false),
    ]) func onlyWhatNoRepetitionMendsNeedsAnOperator(_ code: KafkaErrorCode, isNeeded: Bool) {
        #expect(error(code, false).needsAnOperator == isNeeded)
        #expect(KafkaError(code: code.rawValue, name: "", message: "", context: "", isFatal: true).needsAnOperator)
    }

    private func error(_ code: KafkaErrorCode, _ isRetriable: Bool) -> KafkaError {
        KafkaError(code: code.rawValue, name: "", message: "", context: "", isRetriable: isRetriable)
    }

    private func result(_ outcome: CommitResult.Outcome) -> CommitResult {
        CommitResult(
            ticket: CommitTicket(number: 1), partition: TopicPartition(topic: "t", partition: 0), offset: 1,
            outcome: outcome)
    }
}
