// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform
import Sinks
import SluiceTesting
import Stages
import Testing
import Topology

@testable import Runtime

/// A mock cluster with one topic, an archive root on a disk in memory, and topologies over both.
final class MockWorld {
    static let topic = "events"

    let cluster: MockCluster
    let disk: MemoryDisk
    let partitions: Int
    private let producer: Producer
    private let handle: ProducerTopic

    init(partitions: Int = 1, brokers: Int = 1, disk: MemoryDisk = MemoryDisk()) throws {
        cluster = try MockCluster(brokers: brokers)
        try cluster.createTopic(Self.topic, partitions: partitions, replicas: 1)
        var configuration = ProducerConfiguration(brokers: cluster.bootstrap)
        configuration.options = [KafkaClient.KafkaOption("reconnect.backoff.max.ms", "500")]
        producer = try Producer(configuration)
        handle = try producer.topic(Self.topic)
        self.disk = disk
        self.partitions = partitions
    }

    // MARK: - Records

    /// Produces events with the sequence numbers, going round the partitions, and waits until the broker has them.
    func produce(_ numbers: Range<Int>) async throws {
        for number in numbers {
            let status = number % 10 == 0 ? 500 : 200
            let event = #"{"seq":\#(number),"ts":\#(1_719_792_000_000 + number),"status":\#(status),"token":"secret"}"#
            try produce(Array(event.utf8), partition: Int32(number % partitions))
        }
        await flush()
    }

    func produce(_ payload: [UInt8]?, partition: Int32 = 0) throws {
        _ = try producer.send(to: handle, partition: partition, payload: payload?.span.bytes)
    }

    func flush() async {
        let producer = producer
        let isDone = await onOwnThread { producer.flush(within: .seconds(180)) }
        #expect(isDone)
    }

    // MARK: - Topologies

    func plan(
        name: String = "web", topic: String = MockWorld.topic, root: String = "/archive",
        epoch: String = "{age: 300ms, idle: 100ms, records: 100}", archive: String = "", onRewind: RewindOption = .skip,
        brokers: String? = nil
    ) throws -> TopologyPlan {
        try Self.plan(
            brokers: brokers ?? cluster.bootstrap, name: name, topic: topic, root: root, epoch: epoch,
            archive: archive, onRewind: onRewind)
    }

    static func plan(
        brokers: String, name: String = "web", topic: String, root: String, group: String = "g", epoch: String,
        archive: String = "", onRewind: RewindOption = .skip
    ) throws -> TopologyPlan {
        let archive = archive.isEmpty ? "" : ", " + archive
        let text = """
            topology: \(name)
            source:
              kafka: {brokers: "\(brokers)", topics: [\(topic)], group: \(group), start: earliest, session_timeout: 6s}
              event_time: {field: ts, format: unix_ms, fallback: kafka}
            archive: {root: "\(root)", on_rewind: \(onRewind.rawValue), epoch: \(epoch)\(archive)}
            parse: [{json: {}}]
            enrich: [{set: {env: "'test'"}}]
            sanitize: [{mask_keys: {keys: [token], with: "***"}}]
            route:
              - {to: errors, when: "status >= 500"}
              - {to: web, when: "true"}
            outputs:
              web: {archive: {path: "web", format: ndjson, compression: zstd}}
              errors: {archive: {path: "errors", format: ndjson, compression: none}}
            """
        let loader = TopologyLoader(registry: .stages + .sinks, environment: [:])
        let loaded = loader.load(bytes: Array(text.utf8), path: "test.yaml")
        guard let plan = loaded.plan else { throw NotReached(description: loaded.report.text()) }
        return plan
    }

    /// Starts a service over the world's disk, as a process of its own.
    func start(
        _ plan: TopologyPlan? = nil, untilEnd: Bool = false, restarts: Int = 3, files: (any FileSystem)? = nil
    ) throws -> RunningService {
        RunningService(
            try plan ?? self.plan(), untilEnd: untilEnd, restarts: restarts, files: files ?? disk.process())
    }

    /// Runs a service until the ends of the topics are sealed.
    func runUntilEnd(_ plan: TopologyPlan? = nil) async throws {
        let service = try start(plan, untilEnd: true)
        #expect(await service.end() == .reachedEnd)
    }

    // MARK: - Judging

    /// What is archived, over a process that only reads.
    func archive(root: String = "/archive") throws -> ArchiveView {
        try ArchiveView(root: root, files: disk.process())
    }

    /// The group's committed positions.
    func committed(group: String = "g") async throws -> [Int32: Int64] {
        let probe = try BrokerProbe(ConsumerConfiguration(brokers: cluster.bootstrap, group: group))
        let partitions = (0..<partitions).map { TopicPartition(topic: Self.topic, partition: Int32($0)) }
        let answer = await onOwnThread { Result { try probe.committed(partitions, within: .seconds(20)) } }
        return try answer.get().reduce(into: [:]) { $0[$1.key.partition] = $1.value?.offset }
    }
}
