// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka

extension BrokerProbe {
    /// Who has which partitions of the group. Asks every broker; throws where one does not answer in time.
    package func owners(within deadline: Duration) throws(KafkaError) -> GroupOwners {
        let context = "describe group \(group)"
        var answer: UnsafePointer<rd_kafka_group_list>?
        let code = unsafe rd_kafka_list_groups(client.pointer, group, &answer, Int32(clamping: deadline.milliseconds))
        defer { if let answer = unsafe answer { unsafe rd_kafka_group_list_destroy(answer) } }
        if code != RD_KAFKA_RESP_ERR_NO_ERROR { throw KafkaError(code, context) }
        guard let list = unsafe answer?.pointee else { return GroupOwners(isStable: false, partitions: [:]) }
        for index in unsafe 0..<Int(list.group_cnt) {
            let info = unsafe list.groups[index]
            guard unsafe KafkaError.text(info.group) == group else { continue }
            if unsafe info.err != RD_KAFKA_RESP_ERR_NO_ERROR { throw unsafe KafkaError(info.err, context) }
            var partitions: [String: Set<TopicPartition>] = [:]
            for index in unsafe 0..<Int(info.member_cnt) {
                let member = unsafe info.members[index]
                let bytes = unsafe UnsafeRawBufferPointer(
                    start: member.member_assignment, count: Int(max(0, member.member_assignment_size)))
                unsafe partitions[KafkaError.text(member.member_id)] = GroupOwners.partitions(of: bytes) ?? []
            }
            return unsafe GroupOwners(isStable: KafkaError.text(info.state) == "Stable", partitions: partitions)
        }
        return GroupOwners(isStable: false, partitions: [:])
    }
}
