// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Sinks

/// One assigned partition on the ingest thread: its state machine, and the facts that the decisions are made of.
final class Intake {
    let partition: TopicPartition
    /// Names this assignment among all of the process.
    let ticket: UInt64
    /// The topic's name as records carry it.
    let topicName: [UInt8]
    var machine: PartitionMachine
    var standing: BrokerStanding?
    var settled: SettleAnswer?
    var toVerify: RecordIdentity?
    var found: RecordIdentity?
    var plan: StartPlan?
    /// Metadata that the next commit continues.
    var previous: CommitMetadata?
    /// Metadata of the commit that is on its way.
    var sent: CommitMetadata?
    /// Manifests between their seal and their commit.
    var manifests: [EpochID: Manifest] = [:]
    var open: OpenEpoch?
    /// The next offset to take in.
    var position: Int64 = 0
    /// Published ranges ahead, to be passed over.
    var covered = OffsetRanges()
    /// The group has asked for the partition back, or has lost it.
    var isLeaving = false
    /// The broker's error that stopped the partition, until it is restarted.
    var problem: KafkaError?

    init(partition: TopicPartition, ticket: UInt64, limits: PartitionMachine.Limits) {
        self.partition = partition
        self.ticket = ticket
        topicName = Array(partition.topic.utf8)
        machine = PartitionMachine(limits: limits)
    }

    /// The facts for the decision where to start; nil before all are there.
    func startFacts(start: StartOption, randomBits: UInt64) -> StartFacts? {
        guard let standing, let settled else { return nil }
        return StartFacts(
            committed: standing.committed, logStart: standing.logStart, logEnd: standing.logEnd,
            verification: Verification(
                expected: toVerify, found: found, logStart: standing.logStart, logEnd: standing.logEnd),
            coverage: settled.coverage, pending: settled.pending, hasUndecided: settled.hasUndecided, start: start,
            randomBits: randomBits)
    }

    /// Forgets what an earlier round of questions has found.
    func forgetFacts() {
        standing = nil
        settled = nil
        toVerify = nil
        found = nil
    }

    /// The gaps that lie between the position and a later offset: published ranges, else offsets without a record.
    func gaps(upTo offset: Int64) -> [GapRange] {
        guard offset > position else { return [] }
        return covered.pieces(of: OffsetRange(first: position, next: offset)).map { piece in
            GapRange(
                first: piece.range.first, next: piece.range.next,
                reason: piece.isInside ? .published : .compactedOrControl)
        }
    }
}
