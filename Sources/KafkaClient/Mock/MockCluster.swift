// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka
import Platform

/// librdkafka's in-process broker, for tests and the demo; any number of clients share its address.
///
/// It keeps about 5 MB per partition and has no admin requests: topics are made here. Any thread may call.
@safe package final class MockCluster: @unchecked Sendable {  // librdkafka locks the cluster; pointers are immutable
    private let client: ClientHandle
    private let cluster: OpaquePointer
    /// Ports of brokers that are down; nil where somebody was faster.
    private let held = Locked<[UInt16: HeldPort?]>([:])
    /// The cluster's `bootstrap.servers`.
    package let bootstrap: String

    /// Requests in which errors can be injected, by Kafka's API key.
    package enum Request: Int16, Sendable {
        case produce = 0
        case fetch = 1
        case listOffsets = 2
        case metadata = 3
        case offsetCommit = 8
        case offsetFetch = 9
        case findCoordinator = 10
        case joinGroup = 11
        case heartbeat = 12
        case leaveGroup = 13
        case syncGroup = 14
    }

    package init(brokers: Int = 1, log: KafkaLogHandler? = nil) throws(KafkaError) {
        client = try ClientHandle(
            .producer, [KafkaOption("client.id", "mock-cluster")], callbacks: .none, log: log)
        guard let cluster = unsafe rd_kafka_mock_cluster_new(client.pointer, Int32(clamping: brokers)) else {
            client.destroy(closing: false)
            throw KafkaError(RD_KAFKA_RESP_ERR__FAIL, "start mock cluster")
        }
        unsafe self.cluster = cluster
        bootstrap = unsafe KafkaError.text(rd_kafka_mock_cluster_bootstraps(cluster))
    }

    /// Ends the brokers and their connections; clients should be gone before.
    deinit {
        unsafe rd_kafka_mock_cluster_destroy(cluster)
        client.destroy(closing: false)
    }

    package func createTopic(_ name: String, partitions: Int, replicas: Int = 1) throws(KafkaError) {
        try check(
            unsafe rd_kafka_mock_topic_create(cluster, name, Int32(clamping: partitions), Int32(clamping: replicas)),
            "create topic \(name)")
    }

    /// The next requests of this kind get these errors, in order; code -195 (`_TRANSPORT`) drops the connection.
    package func pushErrors(_ request: Request, _ codes: [KafkaErrorCode]) {
        let errors = codes.map { rd_kafka_resp_err_t(rawValue: $0.rawValue) }
        unsafe errors.withUnsafeBufferPointer { errors in
            unsafe rd_kafka_mock_push_request_errors_array(
                cluster, request.rawValue, errors.count, errors.baseAddress)
        }
    }

    package func clearErrors(_ request: Request) {
        unsafe rd_kafka_mock_clear_request_errors(cluster, request.rawValue)
    }

    /// Delays every answer of a broker; nil means all brokers.
    package func setRoundTrip(_ delay: Duration, broker: Int32? = nil) throws(KafkaError) {
        try check(
            unsafe rd_kafka_mock_broker_set_rtt(cluster, broker ?? -1, Int32(clamping: delay.milliseconds)), "set rtt")
    }

    /// Drops connections and refuses new ones; nil means all brokers.
    package func setDown(broker: Int32? = nil) throws(KafkaError) {
        try check(unsafe rd_kafka_mock_broker_set_down(cluster, broker ?? -1), "set broker down")
        let ports = ports(of: broker)
        held.withLock { held in
            for port in ports { held.updateValue(HeldPort(port), forKey: port) }
        }
    }

    /// Lets a broker that is down listen again, on its old port.
    ///
    /// - Throws: also where another program has the port by now; librdkafka would end the process.
    package func setUp(broker: Int32? = nil) throws(KafkaError) {
        let ports = ports(of: broker)
        var holders: [HeldPort] = []
        for port in ports {
            guard let holder = held.withLock({ $0.removeValue(forKey: port) }) else { continue }
            guard let held = holder ?? HeldPort(port) else {
                throw KafkaError(RD_KAFKA_RESP_ERR__FAIL, "set broker up: its port is taken")
            }
            holders.append(held)
        }
        // They go when the broker listens: both sides allow the reuse of an address that nobody listens on, so there is
        // no moment at which another program could be given the port.
        try withExtendedLifetime(holders) { () throws(KafkaError) in
            try check(unsafe rd_kafka_mock_broker_set_up(cluster, broker ?? -1), "set broker up")
        }
    }

    /// The ports of a broker, or of all of them; ids count from 1 in the order of the bootstrap list.
    private func ports(of broker: Int32?) -> [UInt16] {
        let all = bootstrap.split(separator: ",").compactMap { $0.split(separator: ":").last.flatMap { UInt16($0) } }
        guard let broker else { return all }
        return all.indices.contains(Int(broker) - 1) ? [all[Int(broker) - 1]] : []
    }

    package func setLeader(of partition: TopicPartition, to broker: Int32) throws(KafkaError) {
        try check(
            unsafe rd_kafka_mock_partition_set_leader(cluster, partition.topic, partition.partition, broker),
            "set leader of \(partition)")
    }

    package func setCoordinator(of group: String, to broker: Int32) throws(KafkaError) {
        try check(unsafe rd_kafka_mock_coordinator_set(cluster, "group", group, broker), "set coordinator")
    }

    private func check(_ code: rd_kafka_resp_err_t, _ context: String) throws(KafkaError) {
        if code != RD_KAFKA_RESP_ERR_NO_ERROR { throw KafkaError(code, context) }
    }
}
