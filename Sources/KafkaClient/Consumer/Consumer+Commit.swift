// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka

extension Consumer {
    /// Sends one request for all positions and returns at once; results come by `takeCommitResults`.
    ///
    /// A deadline is the owner's: a result may never come while the coordinator hangs.
    package func commit(_ positions: [CommitRequest]) -> CommitTicket {
        let ticket = CommitTicket(number: nextTicket)
        nextTicket += 1
        if let reason = Self.refusal(of: positions) {
            decide(ticket, positions, .refused(reason))
            return ticket
        }
        if positions.isEmpty { return ticket }
        let list = PartitionList(capacity: positions.count)
        for position in positions {
            list.add(position.partition, offset: position.offset, metadata: position.metadata)
        }
        // The list is copied. The ticket's number travels as the event's opaque.
        let code = unsafe list.lend { list in
            unsafe rd_kafka_commit_queue(
                client.pointer, list, commitQueue, nil, UnsafeMutableRawPointer(bitPattern: ticket.number))
        }
        if code == RD_KAFKA_RESP_ERR_NO_ERROR {
            outstanding[ticket.number] = positions
        } else {
            decide(ticket, positions, .refused(KafkaError(code, "commit")))
        }
        return ticket
    }

    /// Whether commits wait for their answer.
    package var hasOutstandingCommits: Bool { !outstanding.isEmpty }

    /// Answers since the last call; never waits. A poll returns within a few milliseconds of an answer.
    package func takeCommitResults() -> [CommitResult] {
        while let event = unsafe rd_kafka_queue_poll(commitQueue, 0) {
            if unsafe rd_kafka_event_type(event) == RD_KAFKA_EVENT_OFFSET_COMMIT { unsafe take(event) }
            unsafe rd_kafka_event_destroy(event)
        }
        defer { decided.removeAll() }
        return decided
    }

    /// The event and its list stay the caller's.
    private func take(_ event: OpaquePointer) {
        let number = unsafe Int(bitPattern: rd_kafka_event_opaque(event))
        guard let requests = outstanding.removeValue(forKey: number) else { return }
        let ticket = CommitTicket(number: number)
        let code = unsafe rd_kafka_event_error(event)
        let entries = unsafe PartitionList.entries(of: rd_kafka_event_topic_partition_list(event))
        let answers = Dictionary(entries.map { ($0.partition, $0.code) }, uniquingKeysWith: { first, _ in first })
        // The call's error is that of one of the partitions, or of the request as a whole: then no partition has one.
        let isOfPartition = answers.values.contains { $0 != RD_KAFKA_RESP_ERR_NO_ERROR }
        for request in requests {
            let own = answers[request.partition]
            var decisive = own ?? code
            if own == RD_KAFKA_RESP_ERR_NO_ERROR, !isOfPartition { decisive = code }
            decide(ticket, [request], Self.outcome(of: decisive, isAnswered: own != nil))
        }
    }

    private func decide(_ ticket: CommitTicket, _ requests: [CommitRequest], _ outcome: CommitResult.Outcome) {
        decided += requests.map {
            CommitResult(ticket: ticket, partition: $0.partition, offset: $0.offset, outcome: outcome)
        }
    }

    private static func outcome(of code: rd_kafka_resp_err_t, isAnswered: Bool) -> CommitResult.Outcome {
        if code == RD_KAFKA_RESP_ERR_NO_ERROR {
            return isAnswered ? .done : .unknown(KafkaError(RD_KAFKA_RESP_ERR__FAIL, "commit"))
        }
        let error = KafkaError(code, "commit")
        return refusals.contains(code.rawValue) ? .refused(error) : .unknown(error)
    }

    /// Codes that a coordinator gives before it writes anything.
    private static let refusals = Set(
        [
            RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID, RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION,
            RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID, RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS,
            RD_KAFKA_RESP_ERR_OFFSET_METADATA_TOO_LARGE, RD_KAFKA_RESP_ERR_INVALID_COMMIT_OFFSET_SIZE,
            RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED, RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED,
            RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART, RD_KAFKA_RESP_ERR_INVALID_GROUP_ID,
            RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS,
        ].map(\.rawValue))

    /// Why positions cannot be sent at all.
    private static func refusal(of positions: [CommitRequest]) -> KafkaError? {
        for position in positions {
            let metadata = position.metadata.utf8
            // Brokers give non-ASCII metadata back changed.
            if metadata.count > KafkaClientLimits.commitMetadataBytes || metadata.contains(where: { $0 > 126 }) {
                return KafkaError(
                    RD_KAFKA_RESP_ERR_OFFSET_METADATA_TOO_LARGE, "commit \(position.partition)",
                    message: "metadata must be ASCII of at most \(KafkaClientLimits.commitMetadataBytes) bytes")
            }
            if position.offset < 0 {
                return KafkaError(
                    RD_KAFKA_RESP_ERR__INVALID_ARG, "commit \(position.partition)",
                    message: "offset \(position.offset) is not a position")
            }
        }
        return nil
    }
}
