// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Runtime
import Sinks

/// One assigned partition of a simulated process: the shipping state machine, and the facts of its decisions.
final class SimulatedIntake {
    /// An epoch that takes in records.
    struct OpenEpoch {
        let id: EpochID
        var records: [Int32] = []
        var gaps: [GapRange] = []
        var first: RecordIdentity?
        var last: RecordIdentity?
    }

    let partition: Int
    let ticket: Int
    var machine: PartitionMachine
    var standing: SimulatedStanding?
    var settled: SimulatedSettling?
    var toVerify: RecordIdentity?
    var found: RecordIdentity?
    /// Closed epochs that are sealed when the log has been looked at.
    var closed = SealQueue<[Int32]>()
    var plan: StartPlan?
    var previous: CommitMetadata?
    var sent: CommitMetadata?
    var manifests: [EpochID: Manifest] = [:]
    var open: OpenEpoch?
    var tracker = OffsetTracker(start: 0)
    var lastSealed: EpochID?
    /// The last record of the epochs that were closed.
    var lastClosed: RecordIdentity?
    var covered = OffsetRanges()
    var beginsAgain = false
    /// The topic's life that the client was assigned, and the log start that it last heard of.
    var life = 0
    var low: Int64 = 0

    init(partition: Int, ticket: Int) {
        self.partition = partition
        self.ticket = ticket
        machine = PartitionMachine(
            limits: .init(
                commitDeadline: SimulationLimits.commitDeadline, drainDeadline: SimulationLimits.drainDeadline,
                pause: SimulationLimits.retryPause, sealedMax: SimulationLimits.sealedEpochs))
    }

    /// The record by which the open epoch's log is told from another one when it is sealed; nil where there is none.
    var anchor: RecordIdentity? { lastClosed ?? previous?.lastRecord ?? open?.first }

    func forgetFacts() {
        (standing, settled, toVerify, found) = (nil, nil, nil, nil)
    }
}
