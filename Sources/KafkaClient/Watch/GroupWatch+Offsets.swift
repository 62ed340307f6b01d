// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka

/// What groups have committed: partitions with an offset or an error; those without a commit are left out.
package typealias GroupOffsets = [TopicPartition: Result<Int64, KafkaError>]

extension GroupWatch {
    /// What a group has committed: of the named partitions, or of all.
    package func offsets(
        of group: String, _ partitions: [TopicPartition]? = nil, within deadline: Duration
    ) throws(KafkaError) -> GroupOffsets {
        let answers = try offsets(of: [group], partitions, atOnce: 1, within: deadline)
        guard let answer = answers[group] else {
            throw KafkaError(RD_KAFKA_RESP_ERR__TIMED_OUT, "read offsets of group \(group)")
        }
        return try answer.get()
    }

    /// What groups have committed, several asked at the same time; a group that does not answer in time is left out.
    package func offsets(
        of groups: [String], _ partitions: [TopicPartition]? = nil, atOnce: Int, within deadline: Duration
    ) throws(KafkaError) -> [String: Result<GroupOffsets, KafkaError>] {
        guard let queue = unsafe rd_kafka_queue_new(admin.client.pointer) else {
            throw KafkaError(RD_KAFKA_RESP_ERR__FAIL, "read offsets of groups")
        }
        // Answers that come after this are dropped by librdkafka, which keeps the queue as long as it needs it.
        defer { unsafe rd_kafka_queue_destroy(queue) }
        let list = partitions.map { PartitionList($0) }
        let clock = ContinuousClock()
        let until = clock.now + deadline
        var found: [String: Result<GroupOffsets, KafkaError>] = [:]
        var next = 0
        var outstanding = 0
        while next < groups.count || outstanding > 0 {
            let leftMs = (until - clock.now).milliseconds
            if leftMs < 1 { break }
            while next < groups.count, outstanding < max(1, atOnce) {
                try unsafe send(groups[next], number: next, list, leftMs, queue)
                next += 1
                outstanding += 1
            }
            guard let event = unsafe rd_kafka_queue_poll(queue, Int32(clamping: leftMs)) else { continue }
            defer { unsafe rd_kafka_event_destroy(event) }
            // The opaque is the number of the group, plus one: never a pointer.
            let number = unsafe Int(bitPattern: rd_kafka_event_opaque(event)) - 1
            guard groups.indices.contains(number) else { continue }
            outstanding -= 1
            found[groups[number]] = unsafe Self.answer(event, groups[number])
        }
        return found
    }

    /// Sends one question; the answer comes to the queue with the number.
    private func send(
        _ group: String, number: Int, _ list: PartitionList?, _ timeoutMs: Int, _ queue: OpaquePointer
    ) throws(KafkaError) {
        let client = unsafe admin.client.pointer
        let options = unsafe rd_kafka_AdminOptions_new(client, RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPOFFSETS)
        guard let options = unsafe options else {
            throw KafkaError(RD_KAFKA_RESP_ERR__FAIL, "read offsets of group \(group)")
        }
        defer { unsafe rd_kafka_AdminOptions_destroy(options) }
        unsafe _ = rd_kafka_AdminOptions_set_request_timeout(options, Int32(clamping: timeoutMs), nil, 0)
        unsafe rd_kafka_AdminOptions_set_opaque(options, UnsafeMutableRawPointer(bitPattern: number + 1))
        var requests: [OpaquePointer?] = unsafe [
            list?.lend { unsafe rd_kafka_ListConsumerGroupOffsets_new(group, $0) }
                ?? rd_kafka_ListConsumerGroupOffsets_new(group, nil)
        ]
        defer { unsafe rd_kafka_ListConsumerGroupOffsets_destroy_array(&requests, requests.count) }
        unsafe rd_kafka_ListConsumerGroupOffsets(client, &requests, requests.count, options, queue)
    }

    /// Copies an answer, which stays the caller's.
    private static func answer(_ event: OpaquePointer, _ group: String) -> Result<GroupOffsets, KafkaError> {
        let context = "read offsets of group \(group)"
        let code = unsafe rd_kafka_event_error(event)
        if code != RD_KAFKA_RESP_ERR_NO_ERROR {
            return unsafe .failure(
                KafkaError(code, context, message: KafkaError.text(rd_kafka_event_error_string(event))))
        }
        var count = 0
        let results = unsafe rd_kafka_ListConsumerGroupOffsets_result_groups(
            rd_kafka_event_ListConsumerGroupOffsets_result(event), &count)
        var found: GroupOffsets = [:]
        for index in 0..<count {
            guard let result = unsafe results?[index] else { continue }
            if let error = unsafe rd_kafka_group_result_error(result) {
                // The error belongs to the event: read, not destroyed.
                return unsafe .failure(
                    KafkaError(
                        rd_kafka_error_code(error), context, message: KafkaError.text(rd_kafka_error_string(error))))
            }
            let entries = unsafe PartitionList.entries(
                of: UnsafeMutablePointer(mutating: rd_kafka_group_result_partitions(result)))
            for entry in entries {
                if entry.code != RD_KAFKA_RESP_ERR_NO_ERROR {
                    found[entry.partition] = .failure(KafkaError(entry.code, "\(context): \(entry.partition)"))
                } else if entry.offset >= 0 {
                    found[entry.partition] = .success(entry.offset)
                }
            }
        }
        return .success(found)
    }
}
