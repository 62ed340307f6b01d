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
    /// Closed epochs that are sealed when the log has been looked at.
    var closed = SealQueue<EpochKey>()
    var plan: StartPlan?
    /// Metadata that the next commit continues.
    var previous: CommitMetadata?
    /// Metadata of the commit that is on its way.
    var sent: CommitMetadata?
    /// Manifests between their seal and their commit.
    var manifests: [EpochID: Manifest] = [:]
    var open: OpenEpoch?
    /// Where it stands; its open range is the open epoch's.
    var tracker = OffsetTracker(start: 0)
    /// The newest epoch that was handed to the writer.
    var lastSealed: EpochID?
    /// Published ranges ahead, to be passed over.
    var covered = OffsetRanges()
    /// Offsets of records that go to the dead letters unread.
    var quarantined: Set<Int64> = []
    /// Where processes before this one began and died again and again, and how many; until something is published.
    var deadStarts: (offset: Int64, count: Int)?
    /// The partition begins again from the first question when this assignment has ended.
    var beginsAgain = false
    /// A question that the broker could not answer, and when it is asked again.
    var unanswered: (question: BrokerQuestion, askAt: Duration)?

    init(partition: TopicPartition, ticket: UInt64, limits: PartitionMachine.Limits) {
        self.partition = partition
        self.ticket = ticket
        topicName = Array(partition.topic.utf8)
        machine = PartitionMachine(limits: limits)
    }

    /// The facts for the decision where to start; nil before all are there.
    func startFacts(start: StartOption, onRewind: RewindOption, randomBits: UInt64) -> StartFacts? {
        guard let standing, let settled else { return nil }
        return StartFacts(
            committed: standing.committed, logStart: standing.logStart, logEnd: standing.logEnd,
            verification: Verification(
                expected: toVerify, found: found, logStart: standing.logStart, logEnd: standing.logEnd),
            coverage: settled.coverage, pending: settled.pending, hasUndecided: settled.hasUndecided, start: start,
            onRewind: onRewind, holder: settled.holder, randomBits: randomBits)
    }

    /// Forgets what an earlier round of questions has found.
    func forgetFacts() {
        standing = nil
        settled = nil
        toVerify = nil
        found = nil
    }

    /// An epoch was published.
    func settle(_ manifest: Manifest) {
        if !manifest.isJump { deadStarts = nil }
        tracker.settle(manifest)
    }

    /// Whether a record of the offsets is in quarantine.
    func holdsQuarantined(_ offsets: ClosedRange<Int64>) -> Bool {
        !quarantined.isEmpty && quarantined.contains { offsets.contains($0) }
    }
}
