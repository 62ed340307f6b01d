// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Bounds of the simulated world (docs/LIMITS.md says why each has its value).
package enum SimulationLimits {
    /// Actions of one schedule before its faults end.
    package static let scheduleActions = 120
    /// Rounds in which everything must be drained once faults have ended.
    package static let drainRounds = 160
    /// Silence after which the simulated group expels a member.
    package static let sessionTimeout = Duration.seconds(10)
    /// How long a commit may stay without an answer.
    package static let commitDeadline = Duration.seconds(30)
    /// How long a revoked partition may take to seal and commit.
    package static let drainDeadline = Duration.seconds(5)
    /// Pause before a commit is repeated that the broker will take later, and before a locked slot is asked again.
    package static let retryPause = Duration.milliseconds(200)
    /// Sealed epochs of a partition that may wait for their commits.
    package static let sealedEpochs = 2
    /// Records of one epoch.
    package static let epochRecords = 4
    /// Offsets of one log, so that schedules stay short.
    package static let logRecords = 24
    /// Archive roots of one group, and processes over all of them.
    package static let roots = 3
    package static let processes = 4
    /// Operator actions of one schedule.
    package static let operatorActions = 3
}
