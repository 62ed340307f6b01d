// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The answer to an assignment.
package enum StartOutcome: Hashable, Sendable {
    case start(StartPlan)
    /// Ask again later: these sealed epochs of the partition have to be settled first.
    case wait([PendingEpoch])
    /// The metadata are of a newer program's format version, which only that program can go on with.
    case refuse(version: Int64)
}
