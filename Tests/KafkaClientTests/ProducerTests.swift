// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Testing

@Suite(.serialized, .ownThread, .timeLimit(.minutes(5)))
struct ProducerTests {
    @Test func aFullQueueRefusesOrWaits() throws {
        let cluster = try MockCluster()
        try cluster.createTopic("t", partitions: 1)
        var configuration = ProducerConfiguration(brokers: cluster.bootstrap)
        configuration.queuedRecordsMax = 100
        let producer = try Producer(configuration)
        let topic = try producer.topic("t")
        try cluster.setRoundTrip(.milliseconds(300))
        var full = 0
        for _ in 0..<1000 {
            let payload: [UInt8] = [1]
            if try producer.send(to: topic, payload: payload.span.bytes, waits: false) == .full { full += 1 }
        }
        #expect(full > 0)
        let accepted = 1000 - full
        try cluster.setRoundTrip(.zero)
        for _ in 0..<500 {
            let payload: [UInt8] = [2]
            #expect(try producer.send(to: topic, payload: payload.span.bytes) == .queued)
        }
        #expect(producer.flush(within: .seconds(30)))
        #expect(producer.delivered == accepted + 500)
        #expect(producer.failed == 0)
        #expect(producer.queued == 0)
        #expect(producer.close(within: .seconds(5)))
    }

    @Test func recordsThatNoBrokerTakesFailAndAreCounted() throws {
        let cluster = try MockCluster()
        try cluster.createTopic("t", partitions: 1)
        var configuration = ProducerConfiguration(brokers: cluster.bootstrap)
        configuration.deliveryTimeout = .milliseconds(1500)
        let producer = try Producer(configuration)
        let topic = try producer.topic("t")
        try cluster.setDown()
        _ = try producer.send(to: topic, partition: 0, payload: nil)
        #expect(producer.flush(within: .seconds(20)))
        #expect(producer.failed == 1)
        #expect(producer.lastFailure?.isRetriable == true)
        producer.close(within: .zero)
    }

    @Test func aRecordOverTheLimitIsAnErrorAndNotACrash() throws {
        let cluster = try MockCluster()
        try cluster.createTopic("t", partitions: 1)
        let producer = try Producer(ProducerConfiguration(brokers: cluster.bootstrap))
        let topic = try producer.topic("t")
        let payload = [UInt8](repeating: 65, count: 2_000_000)
        #expect(throws: KafkaError.self) { try producer.send(to: topic, payload: payload.span.bytes) }
        #expect(producer.close(within: .seconds(5)))
        #expect(throws: KafkaError.self) { try producer.topic("u") }
    }

    @Test func closeWithoutABrokerKeepsItsDeadline() throws {
        var configuration = ProducerConfiguration(brokers: "127.0.0.1:1")
        configuration.log = nil
        let producer = try Producer(configuration)
        _ = try producer.send(to: producer.topic("t"), partition: 0, payload: nil)
        let clock = ContinuousClock()
        let before = clock.now
        #expect(!producer.close(within: .milliseconds(300)))
        #expect(clock.now - before < .seconds(5))
    }
}
