// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Testing

/// A mock cluster with one topic and a producer.
final class MockWorld {
    let cluster: MockCluster
    let producer: Producer
    let topic: ProducerTopic
    let name: String
    let partitions: Int

    init(partitions: Int, brokers: Int = 1, name: String = "events") throws {
        cluster = try MockCluster(brokers: brokers)
        try cluster.createTopic(name, partitions: partitions, replicas: 1)
        var configuration = ProducerConfiguration(brokers: cluster.bootstrap)
        configuration.options = [Self.impatience]
        producer = try Producer(configuration)
        topic = try producer.topic(name)
        self.name = name
        self.partitions = partitions
    }

    /// A mock broker that goes down may leave a request unanswered; clients wait 60 s for it by default.
    private static let impatience = KafkaOption("socket.timeout.ms", "5000")

    func produce(_ key: [UInt8]?, _ payload: [UInt8]?, partition: Int32) throws {
        _ = try producer.send(to: topic, partition: partition, key: key?.span.bytes, payload: payload?.span.bytes)
    }

    func produce(count: Int, from first: Int = 0, to partition: Int32, size: Int = 0) throws {
        for number in first..<(first + count) {
            var payload = Array("{\"n\":\(number)}".utf8)
            if payload.count < size { payload += [UInt8](repeating: 32, count: size - payload.count) }
            try produce(nil, payload, partition: partition)
        }
    }

    func flush() {
        #expect(producer.flush(within: .seconds(20)))
    }

    func configuration(
        group: String = "g", _ strategy: AssignmentStrategy = .cooperativeSticky
    ) -> ConsumerConfiguration {
        var configuration = ConsumerConfiguration(brokers: cluster.bootstrap, group: group)
        configuration.assignment = strategy
        configuration.sessionTimeout = .seconds(6)
        configuration.options = [Self.impatience]
        return configuration
    }

    func reader(_ strategy: AssignmentStrategy) throws -> Reader { try reader(group: "g", strategy) }

    func reader(group: String = "g", _ strategy: AssignmentStrategy = .cooperativeSticky) throws -> Reader {
        try Reader(configuration(group: group, strategy), topic: name)
    }

    func partition(_ number: Int32) -> TopicPartition { TopicPartition(topic: name, partition: number) }
}
