// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka

/// Administrative requests, for tests and the demo. Every call blocks until its deadline at most; any thread may call.
@safe package final class Admin: Sendable {
    let client: ClientHandle
    private let isClosed = EndFlag()

    package init(
        brokers: String, options: [KafkaOption] = [], clientID: String = "sluice-admin", log: KafkaLogHandler? = nil
    ) throws(KafkaError) {
        let properties =
            options + [
                KafkaOption("bootstrap.servers", brokers), KafkaOption("client.id", clientID),
            ]
        // A consumer's metadata requests, unlike a producer's, never make the broker create a topic.
        client = try ClientHandle(.consumer, properties, callbacks: .none, log: log)
    }

    deinit {
        close()
    }

    /// Ends the client; no call may follow.
    package func close() {
        if isClosed.isSet { return }
        isClosed.set()
        client.destroy(closing: false)
    }

    package func createTopics(
        _ topics: [NewTopic], within deadline: Duration = .seconds(30)
    ) throws(KafkaError) {
        var requests: [OpaquePointer?] = unsafe []
        defer { unsafe rd_kafka_NewTopic_destroy_array(&requests, requests.count) }
        for topic in topics {
            unsafe requests.append(try request(for: topic))
        }
        let event = try unsafe run("create topics", RD_KAFKA_ADMIN_OP_CREATETOPICS, deadline) { options, queue in
            unsafe rd_kafka_CreateTopics(client.pointer, &requests, requests.count, options, queue)
        }
        defer { unsafe rd_kafka_event_destroy(event) }
        var count = 0
        let results = unsafe rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event), &count)
        try unsafe checkTopics(results, count, "create topic")
    }

    package func deleteTopics(_ names: [String], within deadline: Duration = .seconds(30)) throws(KafkaError) {
        var requests = unsafe names.map { unsafe rd_kafka_DeleteTopic_new($0) }
        defer { unsafe rd_kafka_DeleteTopic_destroy_array(&requests, requests.count) }
        let event = try unsafe run("delete topics", RD_KAFKA_ADMIN_OP_DELETETOPICS, deadline) { options, queue in
            unsafe rd_kafka_DeleteTopics(client.pointer, &requests, requests.count, options, queue)
        }
        defer { unsafe rd_kafka_event_destroy(event) }
        var count = 0
        let results = unsafe rd_kafka_DeleteTopics_result_topics(rd_kafka_event_DeleteTopics_result(event), &count)
        try unsafe checkTopics(results, count, "delete topic")
    }

    /// Raises a topic's number of partitions to `total`.
    package func createPartitions(
        of topic: String, total: Int, within deadline: Duration = .seconds(30)
    ) throws(KafkaError) {
        var text = [CChar](repeating: 0, count: KafkaClientLimits.errorTextBytes)
        guard let request = unsafe rd_kafka_NewPartitions_new(topic, total, &text, text.count) else {
            throw KafkaError(RD_KAFKA_RESP_ERR__INVALID_ARG, "create partitions of \(topic)")
        }
        var requests: [OpaquePointer?] = unsafe [request]
        defer { unsafe rd_kafka_NewPartitions_destroy(request) }
        let event = try unsafe run("create partitions", RD_KAFKA_ADMIN_OP_CREATEPARTITIONS, deadline) {
            unsafe rd_kafka_CreatePartitions(client.pointer, &requests, 1, $0, $1)
        }
        defer { unsafe rd_kafka_event_destroy(event) }
        var count = 0
        let results = unsafe rd_kafka_CreatePartitions_result_topics(
            rd_kafka_event_CreatePartitions_result(event), &count)
        try unsafe checkTopics(results, count, "create partitions of")
    }

    package func metadata(
        of topics: [String]? = nil, within deadline: Duration = .seconds(10)
    ) throws(KafkaError) -> ClusterMetadata {
        try client.metadata(of: topics, within: deadline)
    }

    package func clusterID(within deadline: Duration = .seconds(10)) -> String? {
        client.clusterID(within: deadline)
    }

    private func request(for topic: NewTopic) throws(KafkaError) -> OpaquePointer {
        var text = [CChar](repeating: 0, count: KafkaClientLimits.errorTextBytes)
        let request = unsafe rd_kafka_NewTopic_new(
            topic.name, Int32(clamping: topic.partitions), Int32(clamping: topic.replicas), &text, text.count)
        guard let request = unsafe request else {
            throw KafkaError(RD_KAFKA_RESP_ERR__INVALID_ARG, "create topic \(topic.name)")
        }
        for (name, value) in topic.settings { unsafe _ = rd_kafka_NewTopic_set_config(request, name, value) }
        return unsafe request
    }

    private func checkTopics(
        _ results: UnsafeMutablePointer<OpaquePointer?>?, _ count: Int, _ context: String
    ) throws(KafkaError) {
        guard let results = unsafe results else { return }
        for index in 0..<count {
            guard let result = unsafe results[index] else { continue }
            let code = unsafe rd_kafka_topic_result_error(result)
            if code == RD_KAFKA_RESP_ERR_NO_ERROR { continue }
            throw unsafe KafkaError(
                code, "\(context) \(KafkaError.text(rd_kafka_topic_result_name(result)))",
                message: KafkaError.text(rd_kafka_topic_result_error_string(result)))
        }
    }
}
