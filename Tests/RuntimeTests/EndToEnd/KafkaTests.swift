// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform
import Runtime
import SluiceTesting
import Testing

@testable import Sinks

@Suite(
    .serialized, .timeLimit(.minutes(5)), .enabled(if: KafkaBroker.launcher != nil, "\(KafkaBroker.skipMessage)"))
struct KafkaTests {
    @Test func aTopicThatEndsInControlRecordsIsSealedToItsEnd() async throws {
        let broker = try KafkaBroker.shared.get()
        let topic = "events-\(UInt32.random(in: .min ... .max))"
        let admin = try Admin(brokers: broker.bootstrap)
        defer { admin.close() }
        try admin.createTopics([NewTopic(topic, partitions: 2)])
        try await onOwnThread { Result { try Self.produceTransactions(to: topic, broker.bootstrap) } }.get()
        let plan = try MockWorld.plan(
            brokers: broker.bootstrap, topic: topic, root: "/archive", group: topic,
            epoch: "{age: 300ms, idle: 100ms, records: 100}")
        let disk = MemoryDisk()
        for _ in 0..<2 {
            // The second time there is nothing left to read.
            let service = RunningService(plan, untilEnd: true, files: disk.process())
            #expect(await service.end() == .reachedEnd, "\(service.log())")
        }
        let partitions = (0..<2).map { TopicPartition(topic: topic, partition: $0) }
        let probe = try BrokerProbe(ConsumerConfiguration(brokers: broker.bootstrap, group: topic))
        let facts = try await onOwnThread {
            Result {
                let committed = try probe.committed(partitions, within: .seconds(20))
                return try partitions.reduce(into: [:]) { facts, partition in
                    facts[partition] = BrokerFacts.Partition(
                        committed: committed[partition]??.offset,
                        logEnd: try probe.watermarks(of: partition, within: .seconds(20)).high)
                }
            }
        }.get()
        // 100 records, the aborted ones and two markers in each partition.
        #expect(facts.values.map(\.committed) == [107, 107])
        let archive = try ArchiveView(
            root: "/archive", files: disk.process(),
            brokers: [BrokerFacts(group: topic, partitions: facts, roots: [])])
        archive.expectExactly(0..<200)
        #expect(archive.report.partitions.map(\.committed) == [107, 107])
    }

    /// 100 committed records in each partition, then 5 that are aborted: a marker behind each.
    private static func produceTransactions(to name: String, _ brokers: String) throws {
        var configuration = ProducerConfiguration(brokers: brokers)
        configuration.transactionalID = name
        let producer = try Producer(configuration)
        let topic = try producer.topic(name)
        try producer.initTransactions(within: .seconds(60))
        for (numbers, isCommitted) in [(0..<200, true), (200..<210, false)] {
            try producer.beginTransaction()
            for number in numbers {
                let event = Array(#"{"seq":\#(number),"ts":\#(1_719_792_000_000 + number),"status":200}"#.utf8)
                _ = try producer.send(to: topic, partition: Int32(number % 2), payload: event.span.bytes)
            }
            if isCommitted {
                try producer.commitTransaction(within: .seconds(60))
            } else {
                guard producer.flush(within: .seconds(60)) else { throw NotReached(description: "flush") }
                try producer.abortTransaction(within: .seconds(60))
            }
        }
        producer.close(within: .seconds(5))
    }
}
