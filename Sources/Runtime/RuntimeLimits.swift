// Sluice
// SPDX-License-Identifier: Apache-2.0

import Sinks

/// Limits of the runtime; docs/LIMITS.md gives the reason of each.
package enum RuntimeLimits {
    /// Records taken from the consumer at a time.
    static let batchRecords = 1000
    /// Bytes in chunks on their way to the archive writer; beyond, the ingest actor stops polling.
    static let inFlightBytes = 12 << 20
    /// Files of an epoch at which it closes: half of what a manifest may list.
    static let epochFiles = ProtocolLimits.manifestFiles / 2
    /// Gaps of an epoch at which it closes, and beyond which nothing is polled until it can.
    static let epochGaps = ProtocolLimits.manifestGaps / 2
    /// Sealed epochs of a partition that may wait for their commit before the open one is kept open.
    static let sealedEpochs = 2
    /// How long a commit may stay without an answer.
    static let commitDeadline = Duration.seconds(30)
    /// Pause before a commit is repeated that the broker will take later, and before a locked slot is asked again.
    static let retryPause = Duration.milliseconds(200)
    /// Longest wait of a poll for records: what a missed wake-up could cost.
    static let pollWait = Duration.milliseconds(100)
    /// How often ages and deadlines are looked at.
    static let tick = Duration.milliseconds(20)
    /// How often leftovers of partitions that are not assigned here are looked at.
    static let sweepInterval = Duration.seconds(5)
    /// How much longer than its session a process stays away that waits for the group to forget it.
    static let sessionMargin = Duration.seconds(1)
    /// How long the broker may take for one question.
    static let questionDeadline = Duration.seconds(10)
    /// How long it may take to say who has which partitions: a broker that hangs holds the answer up.
    static let ownersDeadline = Duration.seconds(1)
    /// How long the broker may take for each question before the start.
    static let preflightDeadline = Duration.seconds(3)
    /// A broker that is gone for so long makes the topology unhealthy.
    static let silenceReportAfter = Duration.seconds(10)
    /// Pause before a question that the broker did not answer is asked again.
    static let questionPause = Duration.seconds(1)
    /// A writer that takes nothing for so long makes the topology unhealthy.
    static let stallReportAfter = Duration.seconds(10)
    /// Share of the poll interval after which a writer that takes nothing makes the ingest leave its group.
    static let stallShare = 2.0 / 3.0
    /// Pause before a membership is taken up again.
    static let rejoinFirst = Duration.milliseconds(200)
    static let rejoinLongest = Duration.seconds(10)
    /// Pauses of the writer between two attempts at an effect that failed.
    static let writeRetryFirst = Duration.milliseconds(100)
    static let writeRetryLongest = Duration.seconds(5)
    /// Restarts of a failed topology: pauses, and how many without a sealed epoch before it stays down.
    static let restartFirst = Duration.seconds(1)
    static let restartLongest = Duration.seconds(60)
    static let restarts = 20
    /// How long a graceful stop may take before the client is destroyed without closing.
    static let stopDeadline = Duration.seconds(30)
    /// How long of that the group may take to let a member go: nothing hears a second signal meanwhile.
    static let leaveDeadline = Duration.seconds(5)
    /// 2024-01-01: a clock that is before it was never set.
    static let earliestWallMs: Int64 = 1_704_067_200_000
    /// How often a broker that does not answer at the start is asked, and how often that is logged.
    static let brokerPause = Duration.seconds(1)
    /// How often a run until the end looks at what the group has committed.
    static let endWatchInterval = Duration.milliseconds(250)
    /// Free bytes below which preflight refuses to start.
    static let freeBytes: Int64 = 64 << 20
    /// Most free bytes that are kept where a topology does not say how many, and the share of a small disk.
    static let minFreeMost: Int64 = 1 << 30
    static let minFreePercent: Int64 = 2
    /// Share of the least free space at which a disk that was low is used again.
    static let minFreeRecovery = 1.25
    /// How often free space is looked at.
    static let diskInterval = Duration.seconds(1)
    /// Looks at free space from which the rate is computed, and how far they lie apart.
    static let diskSamples = 31
    static let diskSamplePause = Duration.seconds(10)
    /// Starts in a row that died at the same offset before a warning is given.
    static let deadStarts = 3
    /// Bytes that a disk test writes.
    static let diskTestBytes = 64 << 10
}
