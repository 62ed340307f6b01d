// Sluice
// SPDX-License-Identifier: Apache-2.0

package import KafkaClient
package import Sinks

/// What the ingest actor asks of the broker: calls that block, answered on the broker reader's thread.
package enum BrokerQuestion: Sendable {
    /// The group's committed offset, the log's start and its end.
    case standing(TopicPartition, ticket: UInt64)
    /// The record at the offset.
    case record(TopicPartition, at: Int64, ticket: UInt64)
    /// Committed offsets of partitions that others own or nobody does, asked as the member of this number.
    case committed([TopicPartition], membership: UInt64)
    /// Who has which of the topics' partitions, asked as the member of this number.
    case owners([String], membership: UInt64)
    /// End the thread.
    case stop

    /// The assignment that asks, where one does.
    var asker: (partition: TopicPartition, ticket: UInt64)? {
        switch self {
        case .standing(let partition, let ticket), .record(let partition, _, let ticket): (partition, ticket)
        case .committed, .owners, .stop: nil
        }
    }
}

/// Its answers.
package enum BrokerAnswer: Sendable {
    case standing(TopicPartition, ticket: UInt64, BrokerStanding)
    /// Nil where the log has no record at the offset.
    case record(TopicPartition, ticket: UInt64, RecordIdentity?)
    /// Nil where the group has no offset.
    case committed([TopicPartition: CommittedPosition?], membership: UInt64)
    /// With the partitions that the topics have.
    case owners(GroupOwners, of: Set<TopicPartition>, membership: UInt64)
    /// The broker did not answer in time, or with an error.
    case failed(BrokerQuestion, reason: String)

    var isFailure: Bool {
        if case .failed = self { true } else { false }
    }
}

/// What the broker knows of a partition.
package struct BrokerStanding: Sendable {
    /// Nil where the group has no offset.
    package let committed: CommittedPosition?
    package let logStart: Int64
    package let logEnd: Int64

    /// Where the group's offset points to, or the log's start where that is beyond it; nil without an offset.
    package var position: Int64? { committed.map { max($0.offset, logStart) } }
}
