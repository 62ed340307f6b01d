// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Bounds of the history of log ends and of what is computed from it; docs/LIMITS.md has the reasons.
package enum HistoryLimits {
    /// Points of one partition's curve of ends, 16 bytes each.
    package static let pointsMax = 96
    /// Points of one partition's curve of log starts.
    package static let startPointsMax = 16
    /// How far a sample that was left out may lie from the line that stands for it.
    package static let toleranceMs: Int64 = 2_000
    /// A curve that is full is made coarser, up to this part of a point's age.
    package static let ageShare: Int64 = 16
    /// What is older is forgotten.
    package static let spanMs: Int64 = 604_800_000
    /// Longest piece between two points.
    package static let segmentMs: Int64 = 86_400_000
    /// A sample older than the newest by more than this tells of a clock that was set back, not of a late answer.
    package static let lateMs: Int64 = 60_000
    /// Answers of offsets-for-times of one partition.
    package static let seedsMax = 24
    /// Partitions of one cluster with a history.
    package static let partitionsMax = 200_000
    /// Velocity is that of at least this long, where the window reaches so far.
    package static let velocityWindowMs: Int64 = 300_000
    /// The pace of the log's start is that of up to this long.
    package static let paceWindowMs: Int64 = 3_600_000
    /// Commit intervals from which the usual one is learned: the median of fewer says little.
    package static let intervalsMin = 4
}
