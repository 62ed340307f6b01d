// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A position to commit with its metadata.
package struct CommitRequest: Sendable, Equatable {
    package let partition: TopicPartition
    /// The next offset to read.
    package let offset: Int64
    /// ASCII, at most `KafkaClientLimits.commitMetadataBytes`.
    package let metadata: String

    package init(partition: TopicPartition, offset: Int64, metadata: String) {
        self.partition = partition
        self.offset = offset
        self.metadata = metadata
    }
}

/// Names one call of `Consumer.commit`; unique within a consumer.
package struct CommitTicket: Hashable, Sendable {
    package let number: Int
}

/// What became of one partition of a commit.
package struct CommitResult: Sendable {
    package enum Outcome: Sendable, Equatable {
        /// The group has the position and its metadata.
        case done
        /// The broker said no: the group's position is unchanged by this request.
        case refused(KafkaError)
        /// No answer that decides: the request may or may not have had its effect.
        case unknown(KafkaError)
    }

    package let ticket: CommitTicket
    package let partition: TopicPartition
    package let offset: Int64
    package let outcome: Outcome
}

/// A position that a group has committed.
package struct CommittedOffset: Sendable, Equatable {
    package let offset: Int64
    package let metadata: String

    package init(offset: Int64, metadata: String) {
        self.offset = offset
        self.metadata = metadata
    }
}
