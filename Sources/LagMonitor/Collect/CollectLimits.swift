// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Bounds of collecting; docs/LIMITS.md says why each has its value.
package enum CollectLimits {
    /// Records of the offsets topic that are stored under one lock.
    package static let recordsPerTake = 2000
    /// Longest single wait for records of the offsets topic.
    package static let pollWait = Duration.milliseconds(500)
    /// Longest time of one question to a broker.
    package static let requestDeadline = Duration.seconds(10)
    /// The same of a sample of ends, at least: usually it is half a refresh.
    package static let endsDeadlineShortest = Duration.seconds(2)
    /// Refreshes without an answer after which a monitor calls itself blind.
    package static let blindAfterRefreshes = 3
    /// Shortest refresh of anything, whatever is configured.
    package static let refreshShortest = Duration.milliseconds(100)
    /// Pause before a failed question is asked again.
    package static let retryFirst = Duration.milliseconds(500)
    /// The same, after many times.
    package static let retryLongest = Duration.seconds(30)
    /// Pause between two looks for an offsets topic that does not exist yet.
    package static let topicPause = Duration.seconds(1)
    /// Time after which partitions of the offsets topic that tell no end no longer keep groups from being judged.
    package static let endsPatience = Duration.seconds(60)
    /// Groups whose offsets are asked for at the same time.
    package static let groupsAtOnce = 16
    /// Partitions in one question for the offsets of a named group where the broker does not list them.
    package static let partitionsPerQuestion = 1000
    /// Groups that a poller follows; more are left out and said.
    package static let groupsPolled = 100_000
    /// Offsets between a group that stands still and the end, up to which is looked whether they hold records.
    package static let gapOffsets: Int64 = 1000
    /// Refreshes between two such looks.
    package static let gapRefreshes = 3
    /// Partitions that are looked into at a time.
    package static let gapsPerRound = 32
    /// Memory for the records that such a look fetches, in KiB.
    package static let gapQueueKiB = 1024
    /// Pause between two looks whether a cluster can be judged, before the past of its logs is asked for.
    package static let readyPause = Duration.milliseconds(50)
    /// Ages at which a history of ends begins before the first sample, half a minute to seven days. An answer is only
    /// a bound: the log may have been empty for most of the time between two ages. So each is at most about twice the
    /// one before it, which is the factor by which an age read between them may be wrong.
    package static let seedAgesMs: [Int64] = [
        30_000, 60_000, 120_000, 240_000, 480_000, 900_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000, 28_800_000,
        57_600_000, 115_200_000, 216_000_000, 432_000_000, 604_800_000,
    ]
    /// Rounds of halving the time between two of those ages, for the commit of a partition that is furthest behind.
    package static let seedRounds = 6
    /// Times that a leader is asked for in one round.
    package static let seedTimesPerRound = 64
    /// Pause between two durable snapshots.
    package static let snapshotInterval = Duration.seconds(30)
    /// For all threads of a monitor to end; what still waits for a broker then is left behind.
    package static let stopDeadline = Duration.seconds(5)
    /// Between two log lines that say the same.
    package static let logInterval = Duration.seconds(60)
}
