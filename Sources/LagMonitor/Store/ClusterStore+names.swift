// Sluice
// SPDX-License-Identifier: Apache-2.0

internal import Regex

/// Finding and making groups, topics, and the topics of groups, by the bytes of their names.
extension ClusterStore {
    /// Group, two bytes, topic: as a commit's key has them.
    struct NamePair {
        var bytes: [UInt8]
        var group: Range<Int>
        var topic: Range<Int>

        init(group: String, topic: String) {
            bytes = Array(group.utf8)
            self.group = 0..<bytes.count
            bytes += [UInt8(truncatingIfNeeded: topic.utf8.count >> 8), UInt8(truncatingIfNeeded: topic.utf8.count)]
            bytes += Array(topic.utf8)
            self.topic = self.group.upperBound + 2..<bytes.count
        }
    }

    @inline(__always)
    func findConsumed(_ bytes: RawSpan, _ group: Range<Int>, _ topic: Range<Int>, _ hash: UInt64) -> Int? {
        var probe = consumedIndex.probe(hash)
        while let place = consumedIndex.next(&probe) {
            let entry = Int(place)
            if names.holds(topics[Int(consumed[entry].topic)].bytes, bytes, topic),
                names.holds(groupEntries[Int(consumed[entry].group)].bytes, bytes, group)
            {
                return entry
            }
        }
        return nil
    }

    @inline(__always)
    func pairHash(_ bytes: RawSpan, _ group: Range<Int>, _ topic: Range<Int>) -> UInt64 {
        hash.hash(bytes, group.lowerBound..<topic.upperBound, seed: UInt64(truncatingIfNeeded: group.count))
    }

    func findConsumed(_ pair: NamePair) -> Int? {
        let bytes = pair.bytes.span.bytes
        return findConsumed(bytes, pair.group, pair.topic, pairHash(bytes, pair.group, pair.topic))
    }

    func findGroup(_ bytes: RawSpan, _ range: Range<Int>) -> Int? {
        var probe = groupIndex.probe(hash.hash(bytes, range))
        while let place = groupIndex.next(&probe) {
            if names.holds(groupEntries[Int(place)].bytes, bytes, range) { return Int(place) }
        }
        return nil
    }

    /// A group that is kept.
    func findGroup(_ name: String) -> Int? {
        let bytes = Array(name.utf8)
        return findGroup(bytes.span.bytes, 0..<bytes.count).flatMap { groupEntries[$0].isDenied ? nil : $0 }
    }

    func findTopic(_ bytes: RawSpan, _ range: Range<Int>) -> Int? {
        var probe = topicIndex.probe(hash.hash(bytes, range))
        while let place = topicIndex.next(&probe) {
            if names.holds(topics[Int(place)].bytes, bytes, range) { return Int(place) }
        }
        return nil
    }

    func findTopic(_ name: String) -> Int? {
        let bytes = Array(name.utf8)
        return findTopic(bytes.span.bytes, 0..<bytes.count)
    }

    /// Nil: bytes that are no UTF-8.
    private func text(_ bytes: RawSpan, _ range: Range<Int>) -> String? {
        bytes.extracting(range).withUnsafeBytes { String(validating: $0, as: UTF8.self) }
    }

    /// The group of a name, made where it is new and may be kept; the reason otherwise. What is denied is remembered,
    /// so that lists are asked once per group.
    mutating func group(_ bytes: RawSpan, _ range: Range<Int>) -> Result<Int, DropReason> {
        if let found = findGroup(bytes, range) {
            return groupEntries[found].isDenied ? .failure(.groupNotAllowed) : .success(found)
        }
        let isDenied = isDenied(bytes.extracting(range))
        if isDenied, deniedGroups >= deniedGroupsMax { forgetDenied() }
        guard groupPlaces.count < StoreLimits.groupsMax, let text = text(bytes, range),
            let name = names.add(bytes, range)
        else { return .failure(isDenied ? .groupNotAllowed : .limit) }
        let entry = GroupEntry(name: text, bytes: name, hash: hash.hash(bytes, range), isDenied: isDenied)
        let (place, isNew) = groupPlaces.take()
        if isNew { groupEntries.append(entry) } else { groupEntries[Int(place)] = entry }
        groupIndex.insert(entry.hash, place)
        if isDenied { deniedGroups += 1 }
        return isDenied ? .failure(.groupNotAllowed) : .success(Int(place))
    }

    mutating func group(_ name: String) -> Int? {
        let bytes = Array(name.utf8)
        return try? group(bytes.span.bytes, 0..<bytes.count).get()
    }

    /// A list that gives up on a name counts as one that does not have it: it is neither allowed nor denied by it.
    func isDenied(_ name: RawSpan) -> Bool {
        if let allowed, !allowed.matches(name) { return true }
        if let denied, denied.matches(name) { return true }
        return false
    }

    mutating func makeTopic(_ name: String) -> Int? {
        let bytes = Array(name.utf8)
        guard bytes.count <= Int(Int16.max), topicPlaces.count < StoreLimits.topicsMax,
            let stored = names.add(bytes.span.bytes, 0..<bytes.count)
        else { return nil }
        let entry = TopicEntry(
            name: name, bytes: stored, hash: hash.hash(bytes.span.bytes, 0..<bytes.count), partitions: [])
        let (place, isNew) = topicPlaces.take()
        if isNew { topics.append(entry) } else { topics[Int(place)] = entry }
        topicIndex.insert(entry.hash, place)
        return Int(place)
    }

    /// The place of a topic among those of a group, made where it is new.
    mutating func makeConsumed(group: Int, topic: Int, hash: UInt64) -> Int {
        let entry = ConsumedEntry(group: UInt32(group), topic: UInt32(topic), hash: hash)
        let (place, isNew) = consumedPlaces.take()
        if isNew { consumed.append(entry) } else { consumed[Int(place)] = entry }
        consumedIndex.insert(hash, place)
        let name = topics[topic].name
        let index = groupEntries[group].consumed.firstIndex { topics[Int(consumed[Int($0)].topic)].name > name }
        groupEntries[group].consumed.insert(place, at: index ?? groupEntries[group].consumed.count)
        return Int(place)
    }

    /// The ring of a partition that its topic has, made where it is new; nil: there is no room.
    @inline(__always)
    mutating func ring(of entry: Int, partition: Int) -> UInt32? {
        if partition < consumed[entry].rings.count {
            let ring = consumed[entry].rings[partition]
            if ring != ConsumedEntry.noRing { return ring }
        }
        return makeRing(of: entry, partition: partition)
    }

    @inline(never)
    private mutating func makeRing(of entry: Int, partition: Int) -> UInt32? {
        let known = topics[Int(consumed[entry].topic)].partitions.count
        guard partition < known else { return nil }
        if partition >= consumed[entry].rings.count {
            let more = known - consumed[entry].rings.count
            guard places + more <= StoreLimits.placesMax else { return nil }
            consumed[entry].rings.reserveCapacity(known)
            for _ in 0..<more { consumed[entry].rings.append(ConsumedEntry.noRing) }
            places += more
        }
        guard let ring = rings.take() else { return nil }
        consumed[entry].rings[partition] = ring
        return ring
    }

    /// Writes the names into a new arena where most of the old one is given up.
    mutating func compactNames() {
        guard names.isWorthCompacting else { return }
        var new = NameArena()
        for index in topics.indices where topics[index].isLive {
            topics[index].bytes = new.move(topics[index].bytes, from: names)
        }
        for index in groupEntries.indices where groupEntries[index].isLive {
            groupEntries[index].bytes = new.move(groupEntries[index].bytes, from: names)
        }
        names = new
    }
}

extension DropReason: Error {}
