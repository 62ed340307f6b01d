// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient

/// Commits between a machine's word and the broker's answer.
struct CommitBook {
    private var unsent: [CommitRequest] = []

    var hasUnsent: Bool { !unsent.isEmpty }

    mutating func add(_ request: CommitRequest) {
        unsent.append(request)
    }

    /// The partition's assignment has ended: what was not sent must not be.
    mutating func forget(_ partition: TopicPartition) {
        unsent.removeAll { $0.partition == partition }
    }

    mutating func takeUnsent() -> [CommitRequest] {
        defer { unsent = [] }
        return unsent
    }
}

extension CommitResult {
    /// What the outcome means for the partition's machine.
    var meaning: PartitionMachine.CommitOutcome {
        switch outcome {
        case .done: .done
        case .unknown: .unknown
        case .refused(let error): error.refusesForNow ? .later : .refused
        }
    }
}

extension KafkaError {
    /// Whether the group will take the same commit from the same member when its present change is over. A generation
    /// that a rebalance has just ended is such a change; a member that was expelled gets another code.
    fileprivate var refusesForNow: Bool {
        isCode(.rebalanceInProgress) || isRetriable || isCode(.illegalGeneration)
    }

    /// Whether no repetition mends it: the position or its metadata cannot be committed by this client.
    var needsAnOperator: Bool {
        isCode(.topicForbidden) || isCode(.groupForbidden) || isCode(.metadataTooLarge) || isFatal
    }
}
