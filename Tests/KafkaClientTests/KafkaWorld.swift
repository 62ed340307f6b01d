// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import SluiceTesting
import Testing

/// The shared real broker with one new topic, a producer and an admin client.
final class KafkaWorld {
    let broker: KafkaBroker
    let admin: Admin
    let producer: Producer
    let topic: ProducerTopic
    let name: String
    var group: String { "g-\(name)" }

    init(partitions: Int) throws {
        broker = try KafkaBroker.shared.get()
        name = "events-\(UInt32.random(in: .min ... .max))"
        admin = try Admin(brokers: broker.bootstrap)
        try admin.createTopics([NewTopic(name, partitions: partitions)])
        producer = try Producer(ProducerConfiguration(brokers: broker.bootstrap))
        topic = try producer.topic(name)
    }

    func produce(count: Int, from first: Int = 0, to partition: Int32, size: Int = 0) throws {
        for number in first..<(first + count) {
            var payload = Array("{\"n\":\(number)}".utf8)
            if payload.count < size { payload += [UInt8](repeating: 32, count: size - payload.count) }
            _ = try producer.send(to: topic, partition: partition, payload: payload.span.bytes)
        }
    }

    func flush() {
        #expect(producer.flush(within: .seconds(180)))
    }

    func configuration() -> ConsumerConfiguration {
        var configuration = ConsumerConfiguration(brokers: broker.bootstrap, group: group)
        configuration.sessionTimeout = .seconds(6)
        return configuration
    }

    func reader() throws -> Reader { try Reader(configuration(), topic: name) }

    func partition(_ number: Int32) -> TopicPartition { TopicPartition(topic: name, partition: number) }
}
