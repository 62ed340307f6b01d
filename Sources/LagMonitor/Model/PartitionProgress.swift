// Sluice
// SPDX-License-Identifier: Apache-2.0

/// How far behind a partition is, and where it goes. Times are never negative; nil: not known.
package struct PartitionProgress: Sendable, Equatable {
    /// Where a time lag comes from.
    package enum Method: String, Sendable {
        /// The monitor's own samples of the log's end.
        case history
        /// Kafka's answer to "which offset had this time".
        case offsetsForTimes = "offsets_for_times"
        /// Nothing is behind.
        case caughtUp = "caught_up"
    }

    /// Age of the first record that is not committed.
    package var timeLagMs: Int64?
    package var method: Method?
    /// The record is older than everything that is known: the time lag is at least that.
    package var isTimeLagAtLeast = false
    /// How far the samples of the log's end may lie from the line that the time lag was read from.
    package var timeLagErrorMs: Int64?
    /// The lag's growth in records a second; negative: it catches up.
    package var velocity: Double?
    /// Time until the lag is gone at that velocity; nil: never, or not known.
    package var catchUpMs: Int64?
    /// Records between the log's start and the committed offset.
    package var retentionMargin: Int64?
    /// Time until the log's start reaches the committed offset at the pace of both.
    package var dataLossMs: Int64?
    /// Records that retention took before they were committed.
    package var lostRecords: Int64
    /// Lag that consists of no records: control records, compacted or aborted ones.
    package var phantomLag: Int64

    package init(lostRecords: Int64 = 0, phantomLag: Int64 = 0) {
        self.lostRecords = lostRecords
        self.phantomLag = phantomLag
    }
}
