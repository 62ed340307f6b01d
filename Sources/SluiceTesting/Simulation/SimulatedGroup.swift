// Sluice
// SPDX-License-Identifier: Apache-2.0

import Sinks

/// The group's coordinator: static members by slot, generations, owners, committed offsets, sessions.
///
/// It fences members, not partitions (docs/adr/0007): a member of the current generation may commit anything.
struct SimulatedGroup {
    struct Member {
        let token: Int
        let process: Int
        /// When the coordinator last heard of it.
        var seen: Duration
    }

    /// By the slot's number, which makes the static membership's name.
    private(set) var members: [Int: Member] = [:]
    private(set) var generation = 1
    /// The slot that has each partition.
    private(set) var owner: [Int?]
    /// The slot that gets the partition when its owner has given it back.
    private(set) var target: [Int?]
    var committed: [CommittedPosition?]
    private var nextToken = 1

    init(partitions: Int) {
        owner = Array(repeating: nil, count: partitions)
        target = owner
        committed = Array(repeating: nil, count: partitions)
    }

    /// Whether the token is a member's.
    func knows(_ token: Int, slot: Int) -> Bool { members[slot]?.token == token }

    /// A client joins under its slot's name. It fences who had the name before and takes over what that one owned.
    ///
    /// - Returns: the member's token.
    mutating func join(slot: Int, process: Int, now: Duration) -> Int {
        let isNew = members[slot] == nil
        let token = nextToken
        nextToken += 1
        members[slot] = Member(token: token, process: process, seen: now)
        if isNew { generation += 1 }
        return token
    }

    /// The member is gone: it left, or its session ended.
    mutating func remove(slot: Int) {
        guard members.removeValue(forKey: slot) != nil else { return }
        generation += 1
        for partition in owner.indices {
            if owner[partition] == slot { (owner[partition], target[partition]) = (nil, nil) }
            if target[partition] == slot { target[partition] = nil }
        }
    }

    mutating func hear(slot: Int, now: Duration) {
        members[slot]?.seen = now
    }

    /// Gives an unowned partition to a member.
    mutating func give(_ partition: Int, to slot: Int) {
        owner[partition] = slot
        target[partition] = nil
        generation += 1
    }

    /// Wants the partition back from its owner, for another.
    mutating func retarget(_ partition: Int, to slot: Int) {
        target[partition] = slot
    }

    /// The owner has given the partition back.
    ///
    /// - Returns: the slot that gets it now, if that one is still there.
    mutating func release(_ partition: Int, by slot: Int) -> Int? {
        guard owner[partition] == slot else { return nil }
        let next = target[partition]
        (owner[partition], target[partition]) = (nil, nil)
        guard let next, members[next] != nil else {
            generation += 1
            return nil
        }
        give(partition, to: next)
        return next
    }
}
