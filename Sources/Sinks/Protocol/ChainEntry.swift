// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The newest epoch of another slot that the commits before this one named.
package struct ChainEntry: Hashable, Sendable {
    package let slot: SlotName
    package let manifest: EpochID
    /// The offset before the position that its commit set.
    package let last: Int64

    package init(slot: SlotName, manifest: EpochID, last: Int64) {
        self.slot = slot
        self.manifest = manifest
        self.last = last
    }
}
