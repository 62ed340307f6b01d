// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka

extension Admin {
    /// Deletes the records below the given offsets; -1 means all.
    package func deleteRecords(
        before offsets: [TopicPartition: Int64], within deadline: Duration = .seconds(30)
    ) throws(KafkaError) {
        let list = PartitionList(capacity: offsets.count)
        for (partition, offset) in offsets { list.add(partition, offset: offset) }
        var requests: [OpaquePointer?] = unsafe [list.lend { unsafe rd_kafka_DeleteRecords_new($0) }]
        defer { unsafe rd_kafka_DeleteRecords_destroy_array(&requests, requests.count) }
        let event = try unsafe run("delete records", RD_KAFKA_ADMIN_OP_DELETERECORDS, deadline) { options, queue in
            unsafe rd_kafka_DeleteRecords(client.pointer, &requests, requests.count, options, queue)
        }
        defer { unsafe rd_kafka_event_destroy(event) }
        let results = unsafe rd_kafka_DeleteRecords_result_offsets(rd_kafka_event_DeleteRecords_result(event))
        try unsafe check(PartitionList.entries(of: UnsafeMutablePointer(mutating: results)), "delete records of")
    }

    /// Deletes groups; they must have no members.
    package func deleteGroups(_ groups: [String], within deadline: Duration = .seconds(30)) throws(KafkaError) {
        var requests = unsafe groups.map { unsafe rd_kafka_DeleteGroup_new($0) }
        defer { unsafe rd_kafka_DeleteGroup_destroy_array(&requests, requests.count) }
        let event = try unsafe run("delete groups", RD_KAFKA_ADMIN_OP_DELETEGROUPS, deadline) { options, queue in
            unsafe rd_kafka_DeleteGroups(client.pointer, &requests, requests.count, options, queue)
        }
        defer { unsafe rd_kafka_event_destroy(event) }
        var count = 0
        let results = unsafe rd_kafka_DeleteGroups_result_groups(rd_kafka_event_DeleteGroups_result(event), &count)
        try unsafe checkGroups(results, count, "delete group")
    }

    /// Sets a group's committed offsets, as an operator's reset does: metadata become empty. No members may be live.
    package func alterOffsets(
        of group: String, _ offsets: [TopicPartition: Int64], within deadline: Duration = .seconds(30)
    ) throws(KafkaError) {
        let list = PartitionList(capacity: offsets.count)
        for (partition, offset) in offsets { list.add(partition, offset: offset) }
        var requests: [OpaquePointer?] = unsafe [
            list.lend { unsafe rd_kafka_AlterConsumerGroupOffsets_new(group, $0) }
        ]
        defer { unsafe rd_kafka_AlterConsumerGroupOffsets_destroy_array(&requests, requests.count) }
        let event = try unsafe run(
            "alter offsets of group \(group)", RD_KAFKA_ADMIN_OP_ALTERCONSUMERGROUPOFFSETS, deadline
        ) { options, queue in
            unsafe rd_kafka_AlterConsumerGroupOffsets(client.pointer, &requests, requests.count, options, queue)
        }
        defer { unsafe rd_kafka_event_destroy(event) }
        var count = 0
        let results = unsafe rd_kafka_AlterConsumerGroupOffsets_result_groups(
            rd_kafka_event_AlterConsumerGroupOffsets_result(event), &count)
        try unsafe checkGroups(results, count, "alter offsets of group")
    }

    private func checkGroups(
        _ results: UnsafeMutablePointer<OpaquePointer?>?, _ count: Int, _ context: String
    ) throws(KafkaError) {
        guard let results = unsafe results else { return }
        for index in 0..<count {
            guard let result = unsafe results[index] else { continue }
            let name = unsafe KafkaError.text(rd_kafka_group_result_name(result))
            if let error = unsafe rd_kafka_group_result_error(result) {
                // The error belongs to the event: read, not destroyed.
                let code = unsafe rd_kafka_error_code(error)
                throw unsafe KafkaError(
                    code, "\(context) \(name)", message: KafkaError.text(rd_kafka_error_string(error)))
            }
            try unsafe check(
                PartitionList.entries(of: UnsafeMutablePointer(mutating: rd_kafka_group_result_partitions(result))),
                "\(context) \(name):")
        }
    }

    private func check(_ entries: [PartitionEntry], _ context: String) throws(KafkaError) {
        for entry in entries where entry.code != RD_KAFKA_RESP_ERR_NO_ERROR {
            throw KafkaError(entry.code, "\(context) \(entry.partition)")
        }
    }
}
