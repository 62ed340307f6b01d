// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import HTTPServer
import KafkaClient
import Platform
import Sinks
import SluiceTesting
import Testing

@testable import Runtime

@Suite(.timeLimit(.minutes(5)))
struct FaultTests {
    @Test func aBrokerThatIsAbsentAtTheStartIsWaitedFor() async throws {
        let world = try MockWorld()
        try await world.produce(0..<100)
        try world.cluster.setDown()
        let service = try world.start()
        try await until("it says so") { service.page("/health").text.contains("waiting for the broker") }
        #expect(service.page("/ready").status == .unavailable)
        try world.cluster.setUp()
        try await service.untilSealed(100)
        #expect(await service.stop() == .stopped)
        #expect(service.metric("sluice_restarts_total") == 0)
        try world.archive().expectExactly(0..<100)
    }

    @Test func aStopDoesNotWaitForABrokerThatIsAbsent() async throws {
        let world = try MockWorld()
        try world.cluster.setDown()
        let service = try world.start()
        try await until("it waits") { service.log().contains("waiting for the broker") }
        let before = ContinuousClock.now
        #expect(await service.stop() == .stopped)
        // The next question would take three.
        #expect(ContinuousClock.now - before < .seconds(2))
    }

    @Test func aBrokerThatGoesInMidRunIsWaitedFor() async throws {
        let world = try MockWorld(partitions: 2)
        try await world.produce(0..<100)
        let service = try world.start()
        try await service.untilSealed(100)
        try await world.produce(100..<200)
        try await until("more is received") { service.metric("sluice_records_received_total") == 200 }
        try world.cluster.setDown()
        try await until("the client has noticed") { service.metric("sluice_kafka_errors_total") > 0 }
        try world.cluster.setUp()
        try await service.untilSealed(200)
        #expect(await service.stop() == .stopped)
        try world.archive().expectExactly(0..<200)
    }

    @Test func aCoordinatorThatMovesIsFollowed() async throws {
        let world = try MockWorld(partitions: 2, brokers: 3)
        try world.cluster.setCoordinator(of: "g", to: 1)
        try await world.produce(0..<300)
        let service = try world.start()
        try await service.untilSealed(300)
        try world.cluster.setCoordinator(of: "g", to: 2)
        try await world.produce(300..<600)
        try await service.untilSealed(600)
        try world.cluster.setCoordinator(of: "g", to: 3)
        try world.cluster.setLeader(of: TopicPartition(topic: MockWorld.topic, partition: 0), to: 2)
        try await world.produce(600..<900)
        try await service.untilSealed(900)
        #expect(await service.stop() == .stopped)
        try world.archive().expectExactly(0..<900)
    }

    /// Codes that a coordinator answers a commit with, and whether the membership ends by it.
    static let refusals: [(KafkaErrorCode, rejoins: Bool)] = [
        (.rebalanceInProgress, false), (.unknownMember, true), (.notCoordinator, false), (.timedOutAtBroker, false),
        (KafkaErrorCode(rawValue: -195), false),
    ]

    @Test(arguments: refusals) func aCommitThatFailsLosesAndDoublesNothing(
        _ code: KafkaErrorCode, rejoins: Bool
    ) async throws {
        let world = try MockWorld()
        try await world.produce(0..<100)
        let service = try world.start()
        try await service.untilSealed(100)
        world.cluster.pushErrors(.offsetCommit, [code, code])
        try await world.produce(100..<300)
        try await service.untilSealed(300)
        if rejoins { #expect(service.metric("sluice_rejoins_total") > 0) }
        #expect(await service.stop() == .stopped)
        try world.archive().expectExactly(0..<300)
        #expect(try await world.committed() == [0: 300])
    }

    @Test func aDiskThatFillsUpIsToldAndNothingIsLost() async throws {
        let world = try MockWorld(partitions: 2)
        try await world.produce(0..<200)
        let files = world.disk.process()
        let service = try world.start(files: files)
        try await service.untilSealed(200)
        for operation in [FileOperation.write, .createFile, .createDirectory] {
            files.inject(MemoryFault(operation, times: .max, code: ENOSPC))
        }
        try await world.produce(200..<1000)
        try await until("it is told\n\(service.log())") { !service.isHealthy }
        let page = service.page("/health")
        #expect(page.status == .unavailable)
        #expect(page.text.contains("the archive cannot be written") && page.text.contains("No space left"))
        #expect(service.metric("sluice_healthy") == 0)
        files.heal()
        try await service.untilSealed(1000)
        try await until("it is healthy again") { service.isHealthy && service.metric("sluice_healthy") == 1 }
        #expect(await service.stop() == .stopped)
        try world.archive().expectExactly(0..<1000)
    }

    @Test func filesThatCannotBeSyncedAreReadAgain() async throws {
        let world = try MockWorld()
        try await world.produce(0..<100)
        let files = world.disk.process()
        let service = try world.start(files: files)
        try await service.untilSealed(100)
        files.inject(MemoryFault(.synchronize, path: ".ndjson", times: 2, code: EIO))
        try await world.produce(100..<200)
        try await service.untilSealed(200)
        #expect(service.metric("sluice_seal_failures_total") > 0)
        #expect(service.metric("sluice_rejoins_total") > 0)
        #expect(await service.stop() == .stopped)
        try world.archive().expectExactly(0..<200)
    }

    @Test func aTopologyThatFailsDisturbsNoOtherAndIsStartedAgain() async throws {
        let world = try MockWorld()
        try await world.produce(0..<100)
        try world.disk.process().create("/other", [])
        let failing = try world.start(try world.plan(name: "broken", root: "/other"), restarts: 1)
        let service = try world.start()
        try await service.untilSealed(100)
        guard case .failed(let reason) = await failing.end() else {
            Issue.record("a topology without a root fails")
            return
        }
        #expect(reason.contains("/other"))
        #expect(failing.metric("sluice_restarts_total") == 1)
        #expect(failing.page("/health").status == .unavailable)
        #expect(failing.page("/health").text.contains("/other"))
        #expect(service.isHealthy)
        try await world.produce(100..<200)
        try await service.untilSealed(200)
        #expect(await service.stop() == .stopped)
        try world.archive().expectExactly(0..<200)
    }

    @Test func aStopEndsThePauseBeforeARestart() async throws {
        let world = try MockWorld()
        try world.disk.process().create("/other", [])
        let failing = try world.start(try world.plan(root: "/other"), restarts: 20)
        try await until("it pauses") { failing.metric("sluice_restarts_total") >= 3 }
        let before = ContinuousClock.now
        #expect(await failing.stop() == .stopped)
        // The pause that it is in takes four.
        #expect(ContinuousClock.now - before < .seconds(2))
    }

    @Test func aTopologyWhoseTroubleIsMendedRunsAfterARestart() async throws {
        let world = try MockWorld()
        try await world.produce(0..<10)
        let files = world.disk.process()
        try files.create("/other", [])
        let service = try world.start(try world.plan(root: "/other"), restarts: 20)
        try await until("it fails") { service.metric("sluice_restarts_total") >= 1 }
        #expect(!service.isHealthy)
        try files.unlink("/other")
        try await service.untilSealed(10)
        #expect(service.isHealthy && service.metric("sluice_healthy") == 1)
        #expect(await service.stop() == .stopped)
    }
}

extension KafkaErrorCode {
    /// `REQUEST_TIMED_OUT`: the broker's own.
    fileprivate static let timedOutAtBroker = KafkaErrorCode(rawValue: 7)
}
