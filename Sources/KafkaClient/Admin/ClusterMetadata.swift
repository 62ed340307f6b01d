// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka

/// Topics and brokers as one broker describes them.
package struct ClusterMetadata: Sendable {
    package struct Topic: Sendable {
        package let name: String
        /// Partition number to the id of its leader, -1 for none; empty where `error` is set.
        package let leaders: [Int32: Int32]
        package let replicas: Int
        /// In the order of the answer; empty where `error` is set.
        package let partitions: [Partition]
        package let error: KafkaError?
    }

    package struct Partition: Sendable, Equatable {
        package let number: Int32
        /// -1: none.
        package let leader: Int32
        /// Broker ids, the preferred leader first.
        package let replicas: [Int32]
        package let inSync: [Int32]
    }

    package struct Broker: Sendable, Equatable {
        package let id: Int32
        package let host: String
        package let port: Int32
    }

    package let brokers: [Int32]
    /// The same brokers with their addresses.
    package let hosts: [Broker]
    package let topics: [Topic]

    /// The named topic; nil: it was not asked for.
    package func topic(_ name: String) -> Topic? { topics.first { $0.name == name } }

    /// Copies librdkafka's answer, which stays the caller's.
    init(_ metadata: rd_kafka_metadata) {
        unsafe hosts = (0..<Int(metadata.broker_cnt)).map { index in
            let broker = unsafe metadata.brokers[index]
            return unsafe Broker(id: broker.id, host: KafkaError.text(broker.host), port: broker.port)
        }
        brokers = hosts.map(\.id)
        unsafe topics = (0..<Int(metadata.topic_cnt)).map { unsafe Self.topic(metadata.topics[$0]) }
    }

    private static func topic(_ topic: rd_kafka_metadata_topic) -> Topic {
        let name = unsafe KafkaError.text(topic.topic)
        var leaders: [Int32: Int32] = [:]
        var replicas = 0
        var partitions: [Partition] = []
        for index in unsafe 0..<Int(topic.partition_cnt) {
            let partition = unsafe topic.partitions[index]
            unsafe leaders[partition.id] = partition.leader
            unsafe replicas = max(replicas, Int(partition.replica_cnt))
            unsafe partitions.append(
                Partition(
                    number: partition.id, leader: partition.leader,
                    replicas: ids(partition.replicas, partition.replica_cnt),
                    inSync: ids(partition.isrs, partition.isr_cnt)))
        }
        let error = unsafe topic.err == RD_KAFKA_RESP_ERR_NO_ERROR ? nil : KafkaError(topic.err, "topic \(name)")
        return Topic(name: name, leaders: leaders, replicas: replicas, partitions: partitions, error: error)
    }

    /// Copies an array of broker ids.
    private static func ids(_ start: UnsafePointer<Int32>?, _ count: Int32) -> [Int32] {
        guard let start = unsafe start, count > 0 else { return [] }
        return unsafe Array(UnsafeBufferPointer(start: start, count: Int(count)))
    }
}

extension ClientHandle {
    /// Asks for named topics, or for all. Blocks.
    func metadata(of topics: [String]?, within deadline: Duration) throws(KafkaError) -> ClusterMetadata {
        let timeoutMs = Int32(clamping: deadline.milliseconds)
        guard let topics else { return try unsafe metadata(all: true, of: nil, timeoutMs) }
        if topics.isEmpty { return try unsafe metadata(all: false, of: nil, timeoutMs) }
        // The call takes one topic or all; a handle makes a topic known, which creates none.
        var handles: [OpaquePointer] = unsafe []
        defer { unsafe handles.forEach { unsafe rd_kafka_topic_destroy($0) } }
        for topic in topics {
            guard let handle = unsafe rd_kafka_topic_new(pointer, topic, nil) else {
                throw KafkaError(rd_kafka_last_error(), "topic \(topic)")
            }
            unsafe handles.append(handle)
        }
        if let only = unsafe handles.first, unsafe handles.count == 1 {
            return try unsafe metadata(all: false, of: only, timeoutMs)
        }
        return try unsafe metadata(all: false, of: nil, timeoutMs)
    }

    private func metadata(
        all: Bool, of topic: OpaquePointer?, _ timeoutMs: Int32
    ) throws(KafkaError) -> ClusterMetadata {
        var answer: UnsafePointer<rd_kafka_metadata>?
        let code = unsafe rd_kafka_metadata(pointer, all ? 1 : 0, topic, &answer, timeoutMs)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let answer = unsafe answer else {
            throw KafkaError(code, "ask for metadata")
        }
        defer { unsafe rd_kafka_metadata_destroy(answer) }
        return unsafe ClusterMetadata(answer.pointee)
    }

    /// The cluster's id; nil: no broker answered in time. Blocks.
    func clusterID(within deadline: Duration) -> String? {
        guard let id = unsafe rd_kafka_clusterid(pointer, Int32(clamping: deadline.milliseconds)) else { return nil }
        defer { unsafe rd_kafka_mem_free(pointer, id) }
        return unsafe String(cString: id)
    }
}

extension BrokerProbe {
    /// Topics by name, or all; a topic that does not exist comes with its error. Blocks.
    package func metadata(of topics: [String]?, within deadline: Duration) throws(KafkaError) -> ClusterMetadata {
        try client.metadata(of: topics, within: deadline)
    }

    /// The cluster's id; nil: no broker answered in time. Blocks.
    package func clusterID(within deadline: Duration) -> String? { client.clusterID(within: deadline) }
}
