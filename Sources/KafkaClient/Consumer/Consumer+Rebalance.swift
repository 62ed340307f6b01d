// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka

extension Consumer {
    /// The next change of the assignment, to be answered with `finishRebalance`; nil while none or one is unanswered.
    ///
    /// The group waits for the answer, at most the poll interval; heartbeats go on and polling must too. Partitions
    /// that are kept deliver nothing from the moment the change was queued until the answer.
    package func takeRebalance() -> RebalanceEvent? {
        guard current == nil, !events.isEmpty else { return nil }
        let event = events.removeFirst()
        current = event
        if case .assign(let partitions) = event {
            if configuration.assignment == .eager { granted.removeAll() }
            granted.formUnion(partitions)
        }
        return event
    }

    /// Starts to read partitions at the given offsets; each must be granted and not added yet.
    ///
    /// May be called once the assign was taken, for some partitions now and for others later, also long after
    /// `finishRebalance`. Eager: until `finishRebalance` the partitions are collected, since librdkafka replaces
    /// the whole assignment by one call; partitions that come later make it start the others again at their positions.
    package func add(_ starts: [(partition: TopicPartition, offset: Int64)]) throws(KafkaError) {
        for (partition, offset) in starts {
            if !granted.contains(partition) {
                throw misuse("add \(partition)", "the group has not granted it")
            }
            if table.ordinal(of: partition) != nil { throw misuse("add \(partition)", "it is read already") }
            if leaving.contains(partition) { throw misuse("add \(partition)", "a revoke has to be answered first") }
            if offset < 0 { throw misuse("add \(partition)", "offset \(offset) is not a position") }
        }
        // Any assign call clears librdkafka's own flag.
        _ = assignmentIsLost
        for (partition, offset) in starts { _ = table.insert(partition, position: offset) }
        if configuration.assignment == .cooperativeSticky {
            let list = PartitionList(capacity: starts.count)
            for (partition, offset) in starts { list.add(partition, offset: offset) }
            try assign(list, "add partitions")
        } else if !isCollecting {
            try assignAll()
        }
        publishSources()
    }

    /// Stops reading partitions; their records are dropped from now on.
    ///
    /// While a revoke is open librdkafka hears of it at `finishRebalance`, whichever partitions they are, for it takes
    /// any such call for the answer; they cannot be added before. Outside of one the partitions stay granted and may be
    /// added again; a revoke that waited unseen is then reported as lost, because this call has answered it.
    package func remove(_ partitions: [TopicPartition]) throws(KafkaError) {
        let read = partitions.filter { table.ordinal(of: $0) != nil }
        for partition in read { table.remove(partition) }
        publishSources()
        if read.isEmpty || isCollecting { return }
        if configuration.assignment == .cooperativeSticky, hasOpenRevoke {
            leaving.formUnion(read)
        } else if configuration.assignment == .cooperativeSticky {
            try unassign(read)
        } else if case .revoke = current {
            return
        } else {
            // The call clears librdkafka's own flag.
            _ = assignmentIsLost
            try assignAll()
        }
    }

    /// Goes on at another offset, as after a position that was out of range or an epoch that was abandoned.
    package func restart(_ partition: TopicPartition, at offset: Int64) throws(KafkaError) {
        guard let ordinal = table.ordinal(of: partition), let slot = table.slots[ordinal] else {
            throw misuse("restart \(partition)", "it is not read")
        }
        if slot.isStopped {
            try remove([partition])
            try add([(partition, offset)])
            return
        }
        _ = table.update(ordinal) { slot in
            slot.position = offset
            slot.gapEnd = -1
            slot.isAtEnd = false
        }
        if let error = seek(partition, to: offset) { throw error }
    }

    /// Answers the event that was taken. After a revoke nothing of its partitions is read, owned or delivered.
    package func finishRebalance() throws(KafkaError) {
        guard let event = current else { return }
        current = nil
        table.updateAll { slot in
            if slot.suspicion == .rebalancing, events.isEmpty { slot.suspicion = .answered }
        }
        // The answer clears librdkafka's own flag; a revoke that says the same is still to come.
        if case .assign = event { _ = assignmentIsLost }
        switch (event, configuration.assignment) {
        case (.assign, .cooperativeSticky):
            // Without partitions this only lets the group go on; it is harmless if `add` has done so.
            try assign(PartitionList(), "answer assign")
        case (.assign, .eager):
            try assignAll()
        case (.revoke(let partitions, _), .cooperativeSticky):
            let known = leaving.union(partitions.filter { table.ordinal(of: $0) != nil })
            leaving = []
            forget(partitions)
            try unassign(PartitionList(known.sorted()), "answer revoke")
        case (.revoke, .eager):
            forget(Array(granted))
            let code = unsafe rd_kafka_assign(client.pointer, nil)
            if code != RD_KAFKA_RESP_ERR_NO_ERROR { throw KafkaError(code, "answer revoke") }
        }
    }

    private func forget(_ partitions: [TopicPartition]) {
        for partition in partitions { table.remove(partition) }
        granted.subtract(partitions)
        isLost = false
        publishSources()
    }

    /// Whether a revoke was delivered that is not answered yet, taken or not.
    package var hasOpenRevoke: Bool {
        ([current].compactMap(\.self) + events).contains { event in
            if case .revoke = event { true } else { false }
        }
    }

    /// Whether partitions are only collected, for the one assign call of an eager answer.
    private var isCollecting: Bool {
        if case .assign = current { return configuration.assignment == .eager }
        return false
    }

    /// Eager: replaces librdkafka's assignment by everything that is read, each at its position.
    private func assignAll() throws(KafkaError) {
        let list = PartitionList()
        for slot in table.slots.compactMap(\.self) { list.add(slot.partition, offset: slot.position) }
        let code = unsafe list.lend { unsafe rd_kafka_assign(client.pointer, $0) }
        if code != RD_KAFKA_RESP_ERR_NO_ERROR { throw KafkaError(code, "assign partitions") }
    }

    /// Cooperative: gives partitions up in librdkafka outside a revoke.
    private func unassign(_ partitions: [TopicPartition]) throws(KafkaError) {
        if partitions.isEmpty { return }
        _ = assignmentIsLost
        hasAnsweredBlindly = true
        try unassign(PartitionList(partitions), "remove partitions")
    }

    private func assign(_ list: PartitionList, _ context: String) throws(KafkaError) {
        try unsafe check(list.lend { unsafe rd_kafka_incremental_assign(client.pointer, $0) }, context)
    }

    private func unassign(_ list: PartitionList, _ context: String) throws(KafkaError) {
        try unsafe check(list.lend { unsafe rd_kafka_incremental_unassign(client.pointer, $0) }, context)
    }

    /// The body of the rebalance callback: runs inside `poll` and only notes what is to be answered.
    func rebalanced(
        _ client: OpaquePointer, _ code: rd_kafka_resp_err_t,
        _ list: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>?
    ) {
        if isClosing {
            unsafe _ = rd_kafka_assign(client, nil)
            return
        }
        table.updateAll { $0.suspicion = .rebalancing }
        let partitions = unsafe PartitionList.entries(of: list).map(\.partition)
        if code == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS {
            events.append(.assign(partitions))
        } else {
            let lost = assignmentIsLost || hasAnsweredBlindly
            events.append(.revoke(partitions, lost: lost))
        }
        // Only consumer_poll survives this: the batch call would drop the next record (docs/adr/0007).
        if isBlocking { unsafe rd_kafka_yield(client) }
    }

    private func check(_ error: OpaquePointer?, _ context: String) throws(KafkaError) {
        if let error = unsafe error { throw unsafe KafkaError(consuming: error, context) }
    }

    private func misuse(_ context: String, _ message: String) -> KafkaError {
        KafkaError(RD_KAFKA_RESP_ERR__STATE, context, message: message)
    }

    /// Tells the fetch waker which partitions are read.
    private func publishSources() {
        fetchWaker?.setSources(table.slots.compactMap { $0 }.map { ($0.partition, $0.broker) })
    }
}
