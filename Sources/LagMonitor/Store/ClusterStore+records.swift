// Sluice
// SPDX-License-Identifier: Apache-2.0

extension ClusterStore {
    /// Takes a record of the offsets topic. `order` is its offset there: a group's records all lie in one partition.
    /// What became of it is counted in `counters`; `commits` are those that decode, `dropped` those of them left out.
    package mutating func take(key: RawSpan, value: RawSpan?, order: Int64, nowMs: Int64) {
        counters.records += 1
        var reader = ByteReader(key)
        let kind = reader.int16()
        guard kind == 0 || kind == 1, !reader.isBroken else {
            takeOther(key: key, value: value, order: order)
            return
        }
        guard let place = CommitKey.read(&reader) else {
            counters.undecodable += 1
            return
        }
        guard let value, value.byteCount > 0 else {
            counters.tombstones += 1
            let hash = pairHash(key, place.group, place.topic)
            if let entry = findConsumed(key, place.group, place.topic, hash) {
                removeOffset(entry, place.partition, order: order)
            }
            return
        }
        guard let record = CommitRecord.read(value) else {
            counters.undecodable += 1
            return
        }
        counters.commits += 1
        let slot = CommitSlot(
            offset: record.offset, timestampMs: record.timestampMs, observedAtMs: Self.wholeSeconds(nowMs), lag: nil,
            order: order)
        let outcome = store(
            key, place, slot, nowMs: nowMs, isSealed: record.isSluice(in: value), topicID: record.topicID)
        if case .dropped = outcome { counters.dropped += 1 }
    }

    @inline(never)
    private mutating func takeOther(key: RawSpan, value: RawSpan?, order: Int64) {
        guard let record = OffsetsRecord.decode(key: key, value: value) else {
            counters.undecodable += 1
            return
        }
        var isTombstone = false
        switch record {
        case .commit: return
        case .skipped:
            counters.skipped += 1
            return
        case .unknown:
            counters.unknown += 1
            return
        case .group(let name, let metadata):
            isTombstone = metadata == nil
            if let metadata { take(metadata, of: name) } else { removeGroup(name, before: order) }
        case .consumerGroup(let name, let value):
            isTombstone = value == nil
            if value == nil { removeGroup(name, before: order) } else { countMembers(of: name) }
        case .partitionMetadata(_, let metadata):
            isTombstone = metadata == nil
            for topic in metadata?.topics ?? [] { self.name(topic.id, topic.name) }
        case .member(let name, let memberID, let member):
            isTombstone = member == nil
            change(memberID, of: name) { $0?.owner = member.map { Owner(host: $0.clientHost, clientID: $0.clientID) } }
            if member == nil { change(memberID, of: name) { $0 = nil } }
        case .currentAssignment(let name, let memberID, let assignment):
            isTombstone = assignment == nil
            change(memberID, of: name) { $0?.assigned = assignment?.assigned ?? [] }
        }
        if isTombstone { counters.tombstones += 1 } else { counters.groupRecords += 1 }
    }

    /// A group's tombstone; one from before the group's newest commit is an old one of another group of that name.
    private mutating func removeGroup(_ name: String, before order: Int64) {
        guard let group = findGroup(name), groupEntries[group].newestOrder < order else { return }
        removeGroup(group)
    }

    /// Members and owners of a group of the classic protocol.
    private mutating func take(_ metadata: GroupMetadata, of name: String) {
        guard let group = group(name) else { return }
        let state =
            metadata.members.isEmpty ? "Empty" : metadata.protocolName == nil ? "PreparingRebalance" : "Stable"
        setMembership(
            group,
            GroupMembership(
                state: state, protocolType: metadata.protocolType, members: metadata.members.count,
                coordinator: memberships[UInt32(group)]?.coordinator ?? -1))
        clearOwners(of: group)
        for member in metadata.members {
            let owner = Owner(host: member.clientHost, clientID: member.clientID)
            for topic in member.assignment?.partitions ?? [] {
                setOwner(owner, of: group, topic.topic, topic.partitions)
            }
        }
    }

    /// Changes a member of a group of KIP-848; nil in `body` removes it. Its partitions change owners with it.
    private mutating func change(_ memberID: String, of name: String, _ body: (inout ConsumerMember?) -> Void) {
        guard let group = group(name) else { return }
        let number = UInt32(group)
        let old = members[number]?[memberID]
        guard old != nil || memberCount < StoreLimits.membersMax else { return }
        var new: ConsumerMember? = old ?? ConsumerMember()
        body(&new)
        if let old { clearOwners(of: group, old) }
        if let new {
            members[number, default: [:]][memberID] = new
            if old == nil { memberCount += 1 }
            setOwners(of: group, new)
        } else {
            members[number]?[memberID] = nil
            if members[number]?.isEmpty == true { members[number] = nil }
            if old != nil { memberCount -= 1 }
        }
        countMembers(of: name)
    }

    /// Members are those that have said who they are.
    private mutating func countMembers(of name: String) {
        guard let group = group(name) else { return }
        let count = members[UInt32(group)]?.values.count { $0.owner != nil } ?? 0
        setMembership(
            group,
            GroupMembership(
                state: count == 0 ? "Empty" : "Stable", protocolType: "consumer", members: count,
                coordinator: memberships[UInt32(group)]?.coordinator ?? -1))
    }
}
