// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Where a reader begins in a partition.
package enum LogStart: Sendable, Equatable {
    case beginning
    case end
    case offset(Int64)
}

/// What a reader knows of one partition.
struct LogSlot: Sendable {
    /// Whether librdkafka has been told to read it.
    var isActive = false
    /// The next offset to hand over; nil: the start is not known yet.
    var position: Int64?
    var isAtEnd = false
    /// It delivers nothing until it is restarted.
    var isStopped = false
    /// The broker that sent the last records; -1 unknown.
    var broker: Int32 = -1
}
