// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What outlives the process. Members of KIP-848 and topic ids are not part of it: the owners are, and new assignments
/// come with their members' next records.
extension ClusterStore {
    /// Visits all groups that have committed, to be kept.
    package func export(_ body: (StoredGroup) -> Void) {
        for group in groupEntries.indices where groupEntries[group].isLive && groupEntries[group].lastCommitMs != nil {
            var stored = StoredGroup(
                name: groupEntries[group].name, lastCommitMs: groupEntries[group].lastCommitMs,
                newestOrder: groupEntries[group].newestOrder, membership: memberships[UInt32(group)], topics: [])
            for entry in groupEntries[group].consumed {
                let entry = consumed[Int(entry)]
                var topic = StoredGroup.Topic(
                    name: topics[Int(entry.topic)].name, partitions: Int32(truncatingIfNeeded: entry.rings.count),
                    rings: [])
                for (partition, ring) in entry.rings.enumerated() where ring != ConsumedEntry.noRing {
                    let owner = owners[rings.owner(of: ring)]
                    topic.rings.append(
                        StoredGroup.Ring(
                            partition: Int32(truncatingIfNeeded: partition), slots: rings.slots(of: ring),
                            owner: owner.host, clientID: owner.clientID, isSealed: rings.isSealed(ring)))
                }
                stored.topics.append(topic)
            }
            body(stored)
        }
    }

    /// Visits all topics with their ends, to be kept.
    package func exportTopics(_ body: (StoredTopic) -> Void) {
        for topic in topics where topic.isLive {
            body(
                StoredTopic(
                    name: topic.name,
                    partitions: topic.partitions.map {
                        StoredTopic.Partition(samples: $0.samples, ends: $0.ends, truncatedAtMs: $0.truncatedAtMs)
                    }))
        }
    }

    /// Takes a kept topic. Its samples come before those of this process, which has none of it yet.
    package mutating func restore(_ stored: StoredTopic) {
        addPartitions(stored.name, stored.partitions.count)
        guard let topic = findTopic(stored.name) else { return }
        let slotsMax = rings.slotsMax
        for (partition, kept) in stored.partitions.enumerated() where partition < topics[topic].partitions.count {
            guard topics[topic].partitions[partition].ends == nil else { continue }
            topics[topic].partitions[partition] = PartitionEnds(
                samples: Array(kept.samples.suffix(slotsMax)), ends: kept.ends, truncatedAtMs: kept.truncatedAtMs)
        }
    }

    /// Takes a kept group, in place of what is known of it; its topics and partitions need not be known yet. Slots that
    /// are not in the order of their records, or more than a ring has, are left out. What the next `setPartitions` does
    /// not name goes again.
    package mutating func restore(_ stored: StoredGroup) {
        remove(group: stored.name)
        guard let group = group(stored.name) else { return }
        groupEntries[group].lastCommitMs = stored.lastCommitMs
        groupEntries[group].newestOrder = stored.newestOrder
        memberships[UInt32(group)] = stored.membership
        for topic in stored.topics {
            let last = topic.rings.map { Int($0.partition) + 1 }.max() ?? 0
            addPartitions(topic.name, max(Int(topic.partitions), last))
            guard let place = findTopic(topic.name) else { continue }
            let pair = NamePair(group: stored.name, topic: topic.name)
            let hash = pairHash(pair.bytes.span.bytes, pair.group, pair.topic)
            let entry = findConsumed(pair) ?? makeConsumed(group: group, topic: place, hash: hash)
            for ring in topic.rings { restore(ring, in: entry) }
        }
    }

    private mutating func restore(_ stored: StoredGroup.Ring, in entry: Int) {
        guard stored.partition >= 0, let ring = ring(of: entry, partition: Int(stored.partition)) else { return }
        var slots: [CommitSlot] = []
        for slot in stored.slots.suffix(rings.slotsMax) where slots.last.map({ $0.order < slot.order }) ?? true {
            slots.append(slot)
        }
        // Without room for wide slots the ring stays blank.
        _ = rings.replace(ring, with: slots)
        rings.setSealed(stored.isSealed && !slots.isEmpty, of: ring)
        owners.giveBack(rings.owner(of: ring))
        rings.setOwner(owners.take(Owner(host: stored.owner, clientID: stored.clientID)), of: ring)
    }
}
