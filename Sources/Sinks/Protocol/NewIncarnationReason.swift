// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Why a topic-partition is taken for another one than before.
package enum NewIncarnationReason: String, Sendable, CaseIterable {
    /// The record before the position is another one.
    case recordDiffers = "record_differs"
    /// The log ends before the last record that was read.
    case logEndsBefore = "log_ends_before"
    /// The log starts before the start that was recorded; a log start only rises.
    case logStartFell = "log_start_fell"
    /// The group has no offset and no published record could be re-read.
    case nothingProved = "nothing_proved"
    /// The committed position lies beyond the log's end.
    case positionBeyondEnd = "position_beyond_end"
}
