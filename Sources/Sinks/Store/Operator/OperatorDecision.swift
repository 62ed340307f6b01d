// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What an operator wants done with an epoch that waits.
package enum OperatorDecision: Hashable, Sendable {
    /// Publish it: its records are part of the archive.
    case keep
    /// Remove it: its records are not, unless they are read again.
    case drop
}

/// What carrying out an operator's decision has done.
package enum OperatorOutcome: Hashable, Sendable {
    case published
    /// It was published before; only what was left of it is gone now.
    case wasPublished
    case dropped
    /// Nothing was left of it but its directory, which is gone now: an earlier decision was interrupted at its end.
    case cleared
}
