// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What becomes of a sealed manifest.
package enum SettlingVerdict: Hashable, Sendable {
    /// It is published: only its pending names go.
    case unlinkPending
    /// It was committed: publish it.
    case rollForward
    /// A jump that was not committed goes.
    case dropJump
    /// It was not committed: one rename into `_aside/`, and its offsets are read again.
    case rollBack
    /// Nothing proves either: aside, undecided, said loudly.
    case setAside
    /// Only the owner of the partition may decide: hand it over.
    case handOver
    /// Written beside metadata of a newer program: leave it as it is.
    case refuse
}
