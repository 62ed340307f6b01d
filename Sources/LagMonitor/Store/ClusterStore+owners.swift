// Sluice
// SPDX-License-Identifier: Apache-2.0

extension ClusterStore {
    /// Says who a partition of a group belongs to. As in Burrow, a partition that has an owner has a ring, if a blank
    /// one; of a topic or partition that is not known, nothing is kept.
    package mutating func setOwner(group: String, topic: String, partition: Int32, owner: String, clientID: String) {
        guard let group = self.group(group) else { return }
        setOwner(Owner(host: owner, clientID: clientID), of: group, topic, [partition])
    }

    /// No partition of the group has an owner now.
    package mutating func clearOwners(group: String) {
        if let group = findGroup(group) { clearOwners(of: group) }
    }

    /// A group's members and state, as the coordinator says.
    package mutating func setMembership(group: String, _ membership: GroupMembership) {
        if let group = self.group(group) { setMembership(group, membership) }
    }

    mutating func setMembership(_ group: Int, _ membership: GroupMembership) {
        memberships[UInt32(group)] = membership
    }

    mutating func setOwner(_ owner: Owner, of group: Int, _ topic: String, _ partitions: [Int32]) {
        guard let place = findTopic(topic) else { return }
        let known = topics[place].partitions.count
        guard partitions.contains(where: { $0 >= 0 && Int($0) < known }) else { return }
        let pair = NamePair(group: groupEntries[group].name, topic: topic)
        let found = findConsumed(pair)
        let entry =
            found
            ?? makeConsumed(
                group: group, topic: place, hash: pairHash(pair.bytes.span.bytes, pair.group, pair.topic))
        for partition in partitions where partition >= 0 && Int(partition) < known {
            guard let ring = ring(of: entry, partition: Int(partition)) else { continue }
            owners.giveBack(rings.owner(of: ring))
            rings.setOwner(owners.take(owner), of: ring)
        }
    }

    mutating func clearOwners(of group: Int) {
        for entry in groupEntries[group].consumed {
            for ring in consumed[Int(entry)].rings where ring != ConsumedEntry.noRing {
                owners.giveBack(rings.owner(of: ring))
                rings.setOwner(0, of: ring)
            }
        }
    }

    /// Gives a member's partitions to it, as far as its topics have names.
    mutating func setOwners(of group: Int, _ member: ConsumerMember) {
        guard let owner = member.owner else { return }
        for topic in member.assigned {
            if let name = topicIDs[topic.id] { setOwner(owner, of: group, name, topic.partitions) }
        }
    }

    /// Takes a member's partitions from it, but not those that another one has meanwhile.
    mutating func clearOwners(of group: Int, _ member: ConsumerMember) {
        guard let owner = member.owner else { return }
        for topic in member.assigned {
            guard let name = topicIDs[topic.id],
                let entry = findConsumed(NamePair(group: groupEntries[group].name, topic: name))
            else { continue }
            for partition in topic.partitions where partition >= 0 && Int(partition) < consumed[entry].rings.count {
                let ring = consumed[entry].rings[Int(partition)]
                guard ring != ConsumedEntry.noRing, owners[rings.owner(of: ring)] == owner else { continue }
                owners.giveBack(rings.owner(of: ring))
                rings.setOwner(0, of: ring)
            }
        }
    }
}
