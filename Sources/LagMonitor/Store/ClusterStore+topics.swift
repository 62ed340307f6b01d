// Sluice
// SPDX-License-Identifier: Apache-2.0

extension ClusterStore {
    /// The topics that exist, with their partition counts. One that is missing is removed here and from every group; a
    /// group keeps its place without it. One with fewer partitions than before was created again: those that are gone
    /// are removed, too.
    package mutating func setPartitions(_ counts: [String: Int]) {
        for place in topics.indices where topics[place].isLive && counts[topics[place].name] == nil {
            removeTopic(place)
        }
        for (name, count) in counts { setPartitions(of: name, count) }
        compactNames()
    }

    private mutating func setPartitions(of name: String, _ count: Int) {
        guard let topic = findTopic(name) ?? makeTopic(name) else { return }
        let now = topics[topic].partitions.count
        let count = min(max(count, 0), StoreLimits.partitionsMax)
        if count < now {
            for place in consumed.indices where consumed[place].isLive && Int(consumed[place].topic) == topic {
                shorten(place, to: count)
            }
            topics[topic].partitions.removeLast(now - count)
            topicPartitions -= now - count
        } else {
            addPartitions(name, count)
        }
    }

    /// Makes a topic, or more partitions of it, as far as there is room; it never has fewer afterwards.
    mutating func addPartitions(_ name: String, _ count: Int) {
        guard let topic = findTopic(name) ?? makeTopic(name) else { return }
        let missing = min(count, StoreLimits.partitionsMax) - topics[topic].partitions.count
        let more = min(missing, StoreLimits.topicPartitionsMax - topicPartitions)
        guard more > 0 else { return }
        topics[topic].partitions += Array(repeating: PartitionEnds(), count: more)
        topicPartitions += more
    }

    private mutating func shorten(_ entry: Int, to count: Int) {
        while consumed[entry].rings.count > count {
            let ring = consumed[entry].rings.removeLast()
            places -= 1
            if ring != ConsumedEntry.noRing { giveBack(ring) }
        }
    }

    private mutating func removeTopic(_ topic: Int) {
        for place in consumed.indices where consumed[place].isLive && Int(consumed[place].topic) == topic {
            removeConsumed(place)
        }
        topicIndex.remove(topics[topic].hash, UInt32(topic))
        names.remove(topics[topic].bytes)
        topicPartitions -= topics[topic].partitions.count
        if let id = topics[topic].id { topicIDs[id] = nil }
        topics[topic] = TopicEntry(
            name: "", bytes: NameRange(start: 0, count: 0), hash: 0, isLive: false, partitions: [])
        topicPlaces.giveBack(UInt32(topic))
    }

    /// What a partition's leader says of its ends. Of a topic or partition that `setPartitions` did not name, nothing
    /// is kept.
    package mutating func sample(topic: String, partition: Int32, _ ends: LogEnds) {
        guard let topic = findTopic(topic), partition >= 0, Int(partition) < topics[topic].partitions.count else {
            return
        }
        let slotsMax = rings.slotsMax
        func take(_ partition: inout PartitionEnds) {
            if let before = partition.ends, ends.highWatermark < before.highWatermark {
                partition.truncatedAtMs = ends.sampledAtMs
            }
            if partition.samples.count >= slotsMax {
                partition.samples.removeFirst(partition.samples.count - slotsMax + 1)
            } else {
                partition.samples.reserveCapacity(slotsMax)
            }
            partition.samples.append(ends.highWatermark)
            partition.ends = ends
        }
        take(&topics[topic].partitions[Int(partition)])
    }

    /// The newest ends of a topic's partitions, by number; nil: no such topic.
    package func ends(of topic: String) -> [LogEnds?]? {
        findTopic(topic).map { topics[$0].partitions.map(\.ends) }
    }

    /// Remembers the id that a topic has now, and gives partitions to members whose records named it.
    @inline(never)
    mutating func learn(_ id: TopicID, of topic: Int) {
        guard topics[topic].id != id else { return }
        if let old = topics[topic].id { topicIDs[old] = nil }
        topics[topic].id = id
        name(id, topics[topic].name)
    }

    /// Names a topic's id.
    mutating func name(_ id: TopicID, _ name: String) {
        guard topicIDs[id] != name, topicIDs[id] != nil || topicIDs.count < StoreLimits.topicIDsMax else { return }
        topicIDs[id] = name
        for (group, members) in members {
            for member in members.values where member.assigned.contains(where: { $0.id == id }) {
                setOwners(of: Int(group), member)
            }
        }
    }
}
