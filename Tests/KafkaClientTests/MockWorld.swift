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
        producer = try Producer(ProducerConfiguration(brokers: cluster.bootstrap))
        topic = try producer.topic(name)
        self.name = name
        self.partitions = partitions
    }

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
        // A mock broker that goes down may never answer a request it had; 60 s by default.
        configuration.options = [KafkaOption("socket.timeout.ms", "5000")]
        return configuration
    }

    func reader(_ strategy: AssignmentStrategy) throws -> Reader { try reader(group: "g", strategy) }

    func reader(group: String = "g", _ strategy: AssignmentStrategy = .cooperativeSticky) throws -> Reader {
        try Reader(configuration(group: group, strategy), topic: name)
    }

    func partition(_ number: Int32) -> TopicPartition { TopicPartition(topic: name, partition: number) }
}
