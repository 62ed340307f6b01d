// Sluice
// SPDX-License-Identifier: Apache-2.0

extension ClusterStore {
    /// Forgets a group; false: it was not there. It comes back with its next commit.
    @discardableResult
    package mutating func remove(group: String) -> Bool {
        guard let group = findGroup(group) else { return false }
        removeGroup(group)
        return true
    }

    /// Forgets a group's commits in a topic; false: there are none. The group keeps its place.
    @discardableResult
    package mutating func remove(group: String, topic: String) -> Bool {
        guard let entry = findConsumed(NamePair(group: group, topic: topic)) else { return false }
        removeConsumed(entry)
        return true
    }

    /// Forgets a group's commits in a partition: its offset expired or was deleted. With its last one, a group without
    /// members is forgotten; Burrow reports it until it expires.
    package mutating func removeOffset(group: String, topic: String, partition: Int32) {
        guard let entry = findConsumed(NamePair(group: group, topic: topic)) else { return }
        removeOffset(entry, partition, order: nil)
    }

    /// `order`: that of the tombstone; commits behind it stay.
    mutating func removeOffset(_ entry: Int, _ partition: Int32, order: Int64?) {
        guard partition >= 0, Int(partition) < consumed[entry].rings.count else { return }
        let ring = consumed[entry].rings[Int(partition)]
        guard ring != ConsumedEntry.noRing else { return }
        let kept = order.map { order in rings.slots(of: ring).filter { $0.order > order } } ?? []
        if kept.isEmpty, rings.owner(of: ring) == 0 {
            consumed[entry].rings[Int(partition)] = ConsumedEntry.noRing
            giveBack(ring)
        } else {
            // Fewer slots fit where more did.
            _ = rings.replace(ring, with: kept)
            if kept.isEmpty { rings.setSealed(false, of: ring) }
        }
        if kept.isEmpty { forgetIfEmpty(entry) }
    }

    /// After an offset went: the topic goes with its last ring, the group with its last commit unless it has members.
    private mutating func forgetIfEmpty(_ entry: Int) {
        let group = Int(consumed[entry].group)
        if consumed[entry].rings.allSatisfy({ $0 == ConsumedEntry.noRing }) { removeConsumed(entry) }
        let hasCommits = groupEntries[group].consumed.contains { place in
            consumed[Int(place)].rings.contains { $0 != ConsumedEntry.noRing && rings.newest(of: $0) != nil }
        }
        if hasCommits { return }
        groupEntries[group].lastCommitMs = nil
        if memberships[UInt32(group)]?.members ?? 0 == 0 { removeGroup(group) }
    }

    mutating func giveBack(_ ring: UInt32) {
        owners.giveBack(rings.owner(of: ring))
        rings.giveBack(ring)
    }

    /// Takes a topic from its group.
    mutating func removeConsumed(_ entry: Int) {
        let group = Int(consumed[entry].group)
        groupEntries[group].consumed.removeAll { $0 == UInt32(entry) }
        drop(entry)
    }

    private mutating func drop(_ entry: Int) {
        for ring in consumed[entry].rings where ring != ConsumedEntry.noRing { giveBack(ring) }
        places -= consumed[entry].rings.count
        consumedIndex.remove(consumed[entry].hash, UInt32(entry))
        consumed[entry] = ConsumedEntry(group: 0, topic: 0, hash: 0, isLive: false)
        consumedPlaces.giveBack(UInt32(entry))
    }

    /// Forgets the groups that a list denies: those that still commit are met again.
    @inline(never)
    mutating func forgetDenied() {
        for group in groupEntries.indices where groupEntries[group].isLive && groupEntries[group].isDenied {
            removeGroup(group, isCompacting: false)
        }
        deniedGroups = 0
        compactNames()
    }

    mutating func removeGroup(_ group: Int, isCompacting: Bool = true) {
        for entry in groupEntries[group].consumed { drop(Int(entry)) }
        memberships[UInt32(group)] = nil
        memberCount -= members.removeValue(forKey: UInt32(group))?.count ?? 0
        groupIndex.remove(groupEntries[group].hash, UInt32(group))
        names.remove(groupEntries[group].bytes)
        groupEntries[group] = GroupEntry(name: "", bytes: NameRange(start: 0, count: 0), hash: 0, isLive: false)
        groupPlaces.giveBack(UInt32(group))
        if isCompacting { compactNames() }
    }
}
