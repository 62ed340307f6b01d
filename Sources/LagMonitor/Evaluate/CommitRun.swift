// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The commits of a window without the blank slots before them: what the rules look at. Never without a commit.
struct CommitRun {
    /// From the first commit on, oldest first; nil: a blank slot, which the rules pass over.
    let slots: ArraySlice<CommitSlot?>
    let first: CommitSlot
    let last: CommitSlot
    /// Whether there is only one commit.
    let isSingle: Bool

    /// Nil where nothing was ever committed.
    init?(_ window: PartitionWindow) {
        guard let start = window.slots.firstIndex(where: { $0 != nil }), let first = window.slots[start] else {
            return nil
        }
        slots = window.slots[start...]
        self.first = first
        var last = first
        var count = 0
        for case .some(let slot) in slots {
            last = slot
            count += 1
        }
        self.last = last
        isSingle = count == 1
    }

    /// Share of the slots with a commit, as Burrow has it: a ring that only has an owner counts one slot.
    static func complete(_ window: PartitionWindow) -> Float {
        guard !window.slots.isEmpty else { return 0 }
        var live = 0
        for slot in window.slots where slot != nil { live += 1 }
        return Float(max(1, live)) / Float(window.slots.count)
    }

    /// Between the commits' own timestamps, in milliseconds; not negative.
    var lengthMs: Int64 { last.timestampMs.clampedSubtracting(first.timestampMs) }
}
