// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform
import Sinks
import SluiceTesting
import Telemetry
import Testing

@testable import Runtime

@Suite(.timeLimit(.minutes(5)))
struct RunTests {
    @Test func aStopSealsAndCommitsWhatIsThere() async throws {
        let world = try MockWorld(partitions: 2)
        try await world.produce(0..<100)
        let service = try world.start(try world.plan(epoch: "{age: 1h, idle: 1h}"))
        try await until("100 received") { service.metric("sluice_records_received_total") == 100 }
        #expect(service.service.sealedRecords == 0)
        #expect(await service.stop() == .stopped)
        #expect(service.service.sealedRecords == 100)
        try world.archive().expectExactly(0..<100)
        #expect(try await world.committed() == [0: 50, 1: 50])
        #expect(!service.health.report().isReady)
    }

    @Test func anAbortLeavesWhatIsSealedToTheNextRun() async throws {
        let world = try MockWorld()
        try await world.produce(0..<100)
        let files = world.disk.process()
        files.inject(MemoryFault(.link, path: "/web/", times: .max, code: 28))
        let service = try world.start(files: files)
        try await until("a publication that fails") {
            files.calls.contains { $0.operation == .link && $0.path.contains("/web/") }
        }
        #expect(await service.abort() == .stopped)
        files.kill()
        #expect(try world.archive().all.isEmpty)
        #expect(world.disk.contents().keys.contains { $0.hasSuffix("/manifest.json") })
        try await world.runUntilEnd()
        try world.archive().expectExactly(0..<100)
        #expect(!world.disk.contents().keys.contains { $0.contains("_pending") && $0.hasSuffix("/manifest.json") })
    }

    @Test func aRunThatWasKilledIsTakenUpByTheNext() async throws {
        let world = try MockWorld(partitions: 2)
        try await world.produce(0..<2000)
        let files = world.disk.process()
        let service = try world.start(files: files)
        try await until("some are published") { service.service.sealedRecords >= 200 }
        files.kill()
        _ = await service.abort()
        try await world.produce(2000..<2500)
        try await world.runUntilEnd()
        try world.archive().expectExactly(0..<2500)
    }

    @Test func aRewoundGroupIsSkippedForwardWithoutDuplicates() async throws {
        let world = try MockWorld()
        try await world.produce(0..<300)
        try await world.runUntilEnd()
        try await world.rewind(to: 50)
        try await world.produce(300..<400)
        try await world.runUntilEnd()
        try world.archive().expectExactly(0..<400)
        #expect(try await world.committed() == [0: 400])
        // To the middle of an epoch, and nothing new.
        try await world.rewind(to: 123)
        try await world.runUntilEnd()
        try world.archive().expectExactly(0..<400)
    }

    @Test func twoProcessesShareTheWorkOfOneRoot() async throws {
        let world = try MockWorld(partitions: 4)
        try await world.produce(0..<400)
        let first = try world.start()
        try await first.untilSealed(400)
        let second = try world.start()
        try await until("two partitions each\n\(first.log())\n\(second.log())") {
            first.metric("sluice_assigned_partitions") == 2 && second.metric("sluice_assigned_partitions") == 2
        }
        try await world.produce(400..<1200)
        try await until("all are sealed\n\(first.log())\n\(second.log())") {
            first.service.sealedRecords + second.service.sealedRecords >= 1200
        }
        #expect(second.service.sealedRecords >= 400)
        #expect(await first.stop() == .stopped)
        // The one that stays takes the rest over.
        try await world.produce(1200..<1400)
        try await until("the rest is sealed\n\(second.log())") {
            first.service.sealedRecords + second.service.sealedRecords >= 1400
        }
        #expect(await second.stop() == .stopped)
        let archive = try world.archive()
        archive.expectExactly(0..<1400)
        #expect(archive.slots == [0, 1])
    }

    @Test func aNewClusterIsANewIncarnation() async throws {
        let first = try MockWorld()
        try await first.produce(0..<100)
        try await first.runUntilEnd()
        let second = try MockWorld(disk: first.disk)
        try await second.produce(100..<250)
        try await second.runUntilEnd()
        let archive = try second.archive()
        archive.expectExactly(0..<250)
        #expect(archive.report.partitions.map(\.records).sorted() == [100, 150])
        #expect(Set(archive.report.partitions.map(\.incarnation)).count == 2)
    }

    @Test func aTopicWithoutRecordsEndsAtOnce() async throws {
        let world = try MockWorld(partitions: 2)
        try await world.runUntilEnd()
        #expect(try world.archive().all.isEmpty)
        #expect(try world.archive().report.isComplete)
    }

    @Test func aRunUntilTheEndDoesNotWaitForLaterRecords() async throws {
        let world = try MockWorld()
        try await world.produce(0..<100)
        let plan = try world.plan()
        let service = try world.start(plan, untilEnd: true)
        try await service.untilSealed(1)
        try await world.produce(100..<120)
        #expect(await service.end() == .reachedEnd)
        let all = try world.archive().all
        #expect(all.count >= 100 && all == Array(0..<all.count))
    }
}

extension MockWorld {
    /// Sets the group's position back and empties its metadata, as an operator's reset does. The mock cluster wants a
    /// member for it: one that takes the place of the last run's.
    func rewind(to offset: Int64, partition: Int32 = 0) async throws {
        let root = try ArchiveRoot.inspect("/archive", fileSystem: disk.process())
        var configuration = ConsumerConfiguration(brokers: cluster.bootstrap, group: "g")
        configuration.sessionTimeout = .seconds(6)
        configuration.instanceID = SlotName(root: root.id, number: 0).groupInstanceID
        let request = CommitRequest(
            partition: TopicPartition(topic: Self.topic, partition: partition), offset: offset, metadata: "")
        let outcome = await onOwnThread { [configuration] in
            Result { try Self.commit(request, as: configuration) }
        }
        #expect(try outcome.get() == .done)
    }

    private static func commit(
        _ request: CommitRequest, as configuration: ConsumerConfiguration
    ) throws -> CommitResult.Outcome? {
        let consumer = try Consumer(configuration)
        defer { consumer.leave(within: .seconds(10)) }
        try consumer.subscribe([Self.topic])
        let end = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < end {
            _ = consumer.poll(upTo: 1, waiting: .milliseconds(20), isWanted: { false })
            if let event = consumer.takeRebalance() {
                try consumer.finishRebalance()
                if case .assign = event { _ = consumer.commit([request]) }
            }
            if let result = consumer.takeCommitResults().first { return result.outcome }
        }
        return nil
    }
}
