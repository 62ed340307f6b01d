// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The epoch without files that must be committed before records flow.
package struct JumpPlan: Hashable, Sendable {
    /// Tiles the offsets from the first gap up to the position, ascending; empty where only the chain begins anew.
    package let gaps: [GapRange]
    /// The record to read for the jump's metadata: the one before the position; nil where the log has none.
    package let identityOffset: Int64?

    package init(gaps: [GapRange], identityOffset: Int64?) {
        self.gaps = gaps
        self.identityOffset = identityOffset
    }
}
