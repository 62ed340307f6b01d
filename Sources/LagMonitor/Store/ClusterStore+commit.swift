// Sluice
// SPDX-License-Identifier: Apache-2.0

extension ClusterStore {
    /// A commit as the admin API tells of it. `order` grows with each answer; `isSealed`: it is one of Sluice's own.
    /// False: it came too early, its topic, partition or end is not known yet, and may be told again.
    @discardableResult
    package mutating func commit(
        group: String, topic: String, partition: Int32, offset: Int64, timestampMs: Int64, order: Int64, nowMs: Int64,
        isSealed: Bool = false
    ) -> Bool {
        counters.commits += 1
        let outcome = store(
            group: group, topic: topic, partition: partition, offset: offset, timestampMs: timestampMs, order: order,
            nowMs: nowMs, isSealed: isSealed)
        guard case .dropped(let reason) = outcome else { return true }
        counters.dropped += 1
        return reason != .noTopic && reason != .noPartition && reason != .noBrokerOffset
    }

    mutating func store(
        group: String, topic: String, partition: Int32, offset: Int64, timestampMs: Int64, order: Int64, nowMs: Int64,
        isSealed: Bool = false
    ) -> CommitOutcome {
        let pair = NamePair(group: group, topic: topic)
        guard pair.group.count <= Int(Int16.max), pair.topic.count <= Int(Int16.max) else { return .dropped(.limit) }
        let commit = CommitSlot(
            offset: offset, timestampMs: timestampMs, observedAtMs: Self.wholeSeconds(nowMs), lag: nil, order: order)
        return store(
            pair.bytes.span.bytes, CommitKey(group: pair.group, topic: pair.topic, partition: partition), commit,
            nowMs: nowMs, isSealed: isSealed, topicID: nil)
    }

    /// The commit path: no string is made and nothing allocated for a ring that there is.
    /// `bytes` has group and topic as a commit's key does; the slot's lag is filled in here.
    @inline(__always)
    mutating func store(
        _ bytes: RawSpan, _ key: CommitKey, _ slot: CommitSlot, nowMs: Int64, isSealed: Bool, topicID: TopicID?
    ) -> CommitOutcome {
        if slot.timestampMs < expiry(nowMs) { return .dropped(.tooOld) }
        let hash = pairHash(bytes, key.group, key.topic)
        let partition = Int(key.partition)
        let entry: Int
        if let found = findConsumed(bytes, key.group, key.topic, hash) {
            entry = found
            let topic = Int(consumed[entry].topic)
            guard partition >= 0, partition < topics[topic].partitions.count else { return .dropped(.noPartition) }
            guard !topics[topic].partitions[partition].samples.isEmpty else { return .dropped(.noBrokerOffset) }
        } else {
            switch meet(bytes, key, hash) {
            case .success(let made): entry = made
            case .failure(let reason): return .dropped(reason)
            }
        }
        let topic = Int(consumed[entry].topic)
        guard let ring = ring(of: entry, partition: partition) else { return .dropped(.limit) }
        var commit = slot
        let end = topics[topic].partitions[partition].ends?.highWatermark ?? 0
        commit.lag = max(0, end.clamped(subtracting: commit.offset))
        let outcome = rings.store(commit, isSealed: isSealed, in: ring)
        if case .dropped = outcome { return outcome }
        let group = Int(consumed[entry].group)
        if outcome == .appended || rings.newest(of: ring)?.order == commit.order {
            groupEntries[group].lastCommitMs = slot.timestampMs
            groupEntries[group].newestOrder = max(groupEntries[group].newestOrder, commit.order)
            if let topicID, topics[topic].id != topicID { learn(topicID, of: topic) }
        }
        return outcome
    }

    /// The first commit of a group in a topic.
    @inline(never)
    private mutating func meet(_ bytes: RawSpan, _ key: CommitKey, _ hash: UInt64) -> Result<Int, DropReason> {
        if let found = findGroup(bytes, key.group) {
            if groupEntries[found].isDenied { return .failure(.groupNotAllowed) }
        } else if isDenied(bytes.extracting(key.group)) {
            // Remembers that it is.
            _ = group(bytes, key.group)
            return .failure(.groupNotAllowed)
        }
        guard let topic = findTopic(bytes, key.topic) else { return .failure(.noTopic) }
        let partition = Int(key.partition)
        guard partition >= 0, partition < topics[topic].partitions.count else { return .failure(.noPartition) }
        guard !topics[topic].partitions[partition].samples.isEmpty else { return .failure(.noBrokerOffset) }
        switch group(bytes, key.group) {
        case .success(let group): return .success(makeConsumed(group: group, topic: topic, hash: hash))
        case .failure(let reason): return .failure(reason)
        }
    }
}
