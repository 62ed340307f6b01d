// Sluice
// SPDX-License-Identifier: Apache-2.0

package import KafkaClient
package import Platform
package import Sinks

/// What the ingest actor wants of the archive writer, in the order in which it is to be done.
package enum WriterCommand: Sendable {
    /// Make the epoch's directory.
    case begin(EpochKey, EpochID)
    /// Compress and write a chunk.
    case write(ChunkDelivery)
    /// Make the epoch's files durable, complete the manifest with them, seal.
    case seal(EpochKey, Manifest)
    /// Seal an epoch without files.
    case sealJump(EpochKey, Manifest)
    /// Give the epoch its final names.
    case publish(EpochID, TopicPartition)
    /// Drop an epoch that was not sealed.
    case abandon(EpochKey)
    /// Leave a sealed epoch whose commit has an unknown outcome, or was not sent, to settling.
    case orphan(EpochID)
    /// Settle what is left of a partition in the slots that this process holds, and tell what is published of it.
    case settle(SettleRequest)
    /// Take slots that their processes have left, and name the partitions of which sealed epochs wait in any slot that
    /// this process holds.
    case listLeftovers
    /// Note that reading begins, and tell what has to be known before it.
    case beginReading(ReadRequest)
    /// The partition was given back in order: what was noted of its start goes.
    case endReading(TopicPartition)
    /// Let go of the slots and end the thread.
    case stop
    /// Write, fsync and remove a file: whether the disk takes data again.
    case testDisk
}

/// One partition's leftovers and what is known of it.
package struct SettleRequest: Sendable {
    package let partition: TopicPartition
    /// Names the assignment; answers of an older one are passed over.
    package let ticket: UInt64
    package let committed: CommittedPosition?
    package let isOwner: Bool
    /// Where the group's offset points to in the log, for who has to know the published epoch that holds it.
    package var position: Int64?
    /// Whether the topology says that no other root serves the group.
    package var isOnlyRoot = false
}

/// What the archive writer tells the ingest actor.
package enum WriterReport: Sendable {
    case sealed(EpochKey, Manifest)
    /// The epoch's files could not be made durable and must be read again.
    case lost(EpochKey, reason: String)
    case published(EpochID, TopicPartition)
    case settled(SettleAnswer)
    case mayRead(ReadAnswer)
    case leftovers([TopicPartition])
    /// What other processes have left could not be looked at this time.
    case sweepFailed(reason: String)
    /// Published manifests could not roll up; nothing waits for it.
    case ledgerFailed(reason: String)
    /// An effect fails and is tried again until it succeeds.
    case failing(reason: String)
    /// The failing effect has succeeded.
    case recovered
    case diskTested(isGood: Bool)
    /// Room on the root's disk, every second.
    case disk(FreeSpace)
    /// Something that no repetition mends: a conflict in the archive, a root of a newer version.
    case broken(reason: String)
}

/// Where reading of a partition is about to begin.
package struct ReadRequest: Sendable {
    package let partition: TopicPartition
    package let ticket: UInt64
    package let incarnation: Incarnation
    package let position: Int64
    /// Whether the log has records behind the position: a process that dies with nothing to read died of something
    /// else.
    package let hasRecords: Bool
}

/// What is to be known before records are read.
package struct ReadAnswer: Sendable {
    package let partition: TopicPartition
    package let ticket: UInt64
    package let position: Int64
    /// Processes in a row that have begun there and died without publishing anything of the partition.
    package let deaths: Int
    /// Offsets of records that go to the dead letters unread.
    package let quarantined: Set<Int64>
}

/// What is left of a partition after settling.
package struct SettleAnswer: Sendable {
    package let partition: TopicPartition
    package let ticket: UInt64
    package let coverage: PartitionCoverage
    /// The published epoch that holds the request's position.
    package let holder: OffsetRange?
    /// Sealed epochs that are still to be settled, wherever they are.
    package let pending: [PendingEpoch]
    package let hasUndecided: Bool
    /// Epochs that this settling has published.
    package let published: [Manifest]
}
