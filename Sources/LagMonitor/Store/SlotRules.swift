// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What became of a commit.
enum CommitOutcome: Sendable, Equatable {
    case appended
    /// It took the place of the one before it.
    case merged
    /// It came late and has its place among the others.
    case inserted
    case dropped(DropReason)
}

/// Why a commit was left out.
enum DropReason: String, Sendable {
    case tooOld = "old offset"
    case groupNotAllowed = "group not allowed"
    case noTopic = "no topic"
    case noPartition = "no broker partition"
    case noBrokerOffset = "no broker offset"
    case duplicate
    /// Older than everything in a full ring.
    case full = "already full"
    /// One of `StoreLimits`, or a name that is not UTF-8.
    case limit
}

/// Where a commit goes in a ring (Burrow 1.9.5, storage), by the order of the records and not by their timestamps.
enum SlotRules {
    /// Whether a commit is so close behind the one before it that it takes its place.
    @inline(__always)
    static func isClose(_ timestampMs: Int64, after previousMs: Int64, _ minDistanceMs: Int64) -> Bool {
        let (distance, isOverflown) = timestampMs.subtractingReportingOverflow(previousMs)
        return isOverflown ? timestampMs < previousMs : distance < minDistanceMs
    }

    /// Puts a commit into the slots of a ring, oldest first. Its lag is kept only where it is the newest.
    static func store(
        _ commit: CommitSlot, into slots: inout [CommitSlot], slotsMax: Int, minDistanceMs: Int64
    ) -> CommitOutcome {
        var commit = commit
        guard let newest = slots.last, newest.order >= commit.order else {
            if let newest = slots.last, isClose(commit.timestampMs, after: newest.timestampMs, minDistanceMs) {
                commit.timestampMs = newest.timestampMs
                slots[slots.count - 1] = commit
                return .merged
            }
            slots.append(commit)
            if slots.count > slotsMax { slots.removeFirst() }
            return .appended
        }
        commit.lag = nil
        let isFull = slots.count == slotsMax
        if isFull, slots[0].order >= commit.order {
            return .dropped(slots[0].order == commit.order ? .duplicate : .full)
        }
        guard let before = slots.lastIndex(where: { $0.order <= commit.order }) else {
            slots.insert(commit, at: 0)
            return .inserted
        }
        if slots[before].order == commit.order { return .dropped(.duplicate) }
        if isFull, before == 0 {
            // Only the oldest is older: its place is taken, whatever the distance.
            slots[0] = commit
            return .inserted
        }
        if isClose(commit.timestampMs, after: slots[before].timestampMs, minDistanceMs) {
            commit.timestampMs = slots[before].timestampMs
            slots[before] = commit
            return .merged
        }
        slots.insert(commit, at: before + 1)
        if isFull { slots.removeFirst() }
        return .inserted
    }
}
