// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A sealed epoch of the partition that is not settled yet.
package struct PendingEpoch: Hashable, Sendable {
    package enum Place: Hashable, Sendable {
        /// In a directory that this process holds.
        case own
        /// In a slot that no process holds; it can be taken after a session timeout.
        case unlocked(SlotName)
        /// In a slot that another process holds.
        case locked(SlotName)
        /// Handed over by a slot for the partition's owner to settle.
        case handed
    }

    package let id: EpochID
    package let place: Place

    package init(id: EpochID, place: Place) {
        self.id = id
        self.place = place
    }
}
