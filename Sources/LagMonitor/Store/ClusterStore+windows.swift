// Sluice
// SPDX-License-Identifier: Apache-2.0

extension ClusterStore {
    /// Groups that have committed, by name; those that are too old stay until somebody looks at them, as in Burrow.
    package func groups() -> [String] {
        groupEntries.filter { $0.isLive && !$0.isDenied && $0.lastCommitMs != nil }.map(\.name).sorted()
    }

    /// Groups that have something in a topic, by name.
    package func groups(of topic: String) -> [String] {
        guard let topic = findTopic(topic) else { return [] }
        return consumed.filter { $0.isLive && Int($0.topic) == topic }.map { groupEntries[Int($0.group)] }
            .filter { $0.lastCommitMs != nil }.map(\.name).sorted()
    }

    /// A group at one moment; nil: unknown, without commits, or its last commit is too old. The latter are forgotten.
    package mutating func windows(of group: String, nowMs: Int64) -> GroupWindows? {
        var windows = GroupWindows(cluster: cluster, group: "", partitions: [])
        return fill(&windows, with: group, nowMs: nowMs) ? windows : nil
    }

    /// The same into windows that were used for another group: what the caller has not kept of them is filled anew,
    /// which costs less than making it. False where `windows(of:nowMs:)` gives nil; they are in no state then.
    package mutating func fill(_ windows: inout GroupWindows, with group: String, nowMs: Int64) -> Bool {
        guard let group = findGroup(group), let lastCommitMs = groupEntries[group].lastCommitMs else { return false }
        guard lastCommitMs >= expiry(nowMs) else {
            removeGroup(group)
            return false
        }
        windows.cluster = cluster
        fill(&windows, with: group)
        return true
    }

    /// Visits all groups that have committed, in no order; those whose last commit is too old are forgotten. What the
    /// body does not keep is filled anew for the next group, which costs less than making it.
    package mutating func forEachGroup(nowMs: Int64, _ body: (GroupWindows) -> Void) {
        let expiry = expiry(nowMs)
        var expired: [Int] = []
        var windows = GroupWindows(cluster: cluster, group: "", partitions: [])
        for group in groupEntries.indices {
            guard groupEntries[group].isLive, !groupEntries[group].isDenied,
                let lastCommitMs = groupEntries[group].lastCommitMs
            else {
                continue
            }
            if lastCommitMs < expiry {
                expired.append(group)
            } else {
                fill(&windows, with: group)
                body(windows)
            }
        }
        for group in expired { removeGroup(group) }
    }

    private func fill(_ windows: inout GroupWindows, with group: Int) {
        windows.group = groupEntries[group].name
        windows.lastCommitMs = groupEntries[group].lastCommitMs
        windows.membership = memberships[UInt32(group)]
        var count = 0
        for entry in groupEntries[group].consumed {
            let entry = Int(entry)
            let topic = Int(consumed[entry].topic)
            for partition in consumed[entry].rings.indices {
                if count == windows.partitions.count {
                    windows.partitions.append(
                        PartitionWindow(
                            topic: "", partition: 0, slots: [], brokerOffsets: [], currentLag: 0))
                }
                fill(
                    &windows.partitions[count], topic: topic, partition: partition,
                    ring: consumed[entry].rings[partition])
                count += 1
            }
        }
        windows.partitions.removeLast(windows.partitions.count - count)
    }

    private func fill(_ window: inout PartitionWindow, topic: Int, partition: Int, ring: UInt32) {
        window.topic = topics[topic].name
        window.partition = Int32(truncatingIfNeeded: partition)
        let hasEnds = partition < topics[topic].partitions.count
        window.brokerOffsets = hasEnds ? topics[topic].partitions[partition].samples : []
        window.ends = hasEnds ? topics[topic].partitions[partition].ends : nil
        window.truncatedAtMs = hasEnds ? topics[topic].partitions[partition].truncatedAtMs : nil
        window.currentLag = 0
        guard ring != ConsumedEntry.noRing else {
            window.slots.removeAll(keepingCapacity: true)
            window.owner = ""
            window.clientID = ""
            window.isSealed = false
            return
        }
        rings.window(of: ring, into: &window.slots)
        let owner = owners[rings.owner(of: ring)]
        window.owner = owner.host
        window.clientID = owner.clientID
        window.isSealed = rings.isSealed(ring)
        if let last = window.last, let end = window.brokerOffsets.last {
            window.currentLag = max(0, end.clamped(subtracting: last.offset))
        }
    }
}
