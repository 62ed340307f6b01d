// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka

/// Asks coordinators for their groups, members and committed offsets. Every call blocks until its deadline at most; any
/// thread but those of the cooperative pool may call.
@safe package final class GroupWatch: Sendable {
    let admin: Admin
    private let isClosed = EndFlag()

    package init(_ configuration: WatchConfiguration) throws(KafkaError) {
        try ReservedOptions.check(configuration.options)
        let timeout = KafkaOption("socket.timeout.ms", String(KafkaClientLimits.watchRequestMs))
        admin = try Admin(
            brokers: configuration.brokers,
            options: [timeout, KafkaOption("reconnect.backoff.max.ms", "2000")] + configuration.options,
            clientID: configuration.clientID, log: configuration.log)
    }

    deinit {
        close()
    }

    /// Ends the client on a thread of its own; no call may follow.
    package func close() {
        if isClosed.isSet { return }
        isClosed.set()
        let admin = self.admin
        DetachedThread.start { admin.close() }
    }

    /// All groups of the cluster with their members, or one by name. Throws where no broker lists any.
    package func groups(named name: String? = nil, within deadline: Duration) throws(KafkaError) -> GroupList {
        var answer: UnsafePointer<rd_kafka_group_list>?
        let code = unsafe rd_kafka_list_groups(
            admin.client.pointer, name, &answer, Int32(clamping: deadline.milliseconds))
        defer { if let answer = unsafe answer { unsafe rd_kafka_group_list_destroy(answer) } }
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR || code == RD_KAFKA_RESP_ERR__PARTIAL else {
            throw KafkaError(code, "list groups")
        }
        guard let list = unsafe answer?.pointee else { return GroupList(groups: [], isComplete: false) }
        let groups = unsafe (0..<Int(list.group_cnt)).map { index in
            unsafe Self.listed(list.groups[index])
        }
        return GroupList(groups: groups, isComplete: code == RD_KAFKA_RESP_ERR_NO_ERROR)
    }

    /// Copies one group of librdkafka's answer, which stays the caller's.
    private static func listed(_ info: rd_kafka_group_info) -> ListedGroup {
        let name = unsafe KafkaError.text(info.group)
        let isConsumer = unsafe KafkaError.text(info.protocol_type) == "consumer"
        let members = unsafe (0..<Int(info.member_cnt)).map { index in
            let member = unsafe info.members[index]
            let bytes = unsafe UnsafeRawBufferPointer(
                start: member.member_assignment, count: Int(max(0, member.member_assignment_size)))
            return unsafe ListedGroup.Member(
                id: KafkaError.text(member.member_id), clientID: KafkaError.text(member.client_id),
                host: KafkaError.text(member.client_host),
                partitions: isConsumer ? GroupOwners.partitions(of: bytes) ?? [] : [])
        }
        let error = unsafe info.err == RD_KAFKA_RESP_ERR_NO_ERROR ? nil : KafkaError(info.err, "describe group \(name)")
        return unsafe ListedGroup(
            name: name, state: KafkaError.text(info.state), protocolType: KafkaError.text(info.protocol_type),
            members: members, coordinator: info.broker.id, error: error)
    }
}
