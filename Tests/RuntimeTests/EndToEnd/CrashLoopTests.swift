// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform
import Sinks
import SluiceTesting
import Testing

@testable import Runtime

@Suite(.timeLimit(.minutes(5)))
struct CrashLoopTests {
    private func quarantine(_ world: MockWorld, _ offset: Int64) throws {
        let root = try ArchiveRoot.inspect("/archive", fileSystem: world.disk.process())
        #expect(
            try Quarantine(root).add(QuarantinedRecord(topic: MockWorld.topic, partition: 0, offset: offset)))
    }

    /// A process that dies before it has published anything.
    private func die(_ world: MockWorld, after records: Double) async throws {
        let files = world.disk.process()
        let service = try world.start(try world.plan(epoch: "{age: 1h, idle: 1h}"), files: files)
        try await until("it reads\n\(service.log())") {
            service.metric("sluice_records_received_total") >= records
        }
        files.kill()
        _ = await service.abort()
    }

    @Test func processesThatDieAtTheSameOffsetAreToldUntilSomethingIsPublished() async throws {
        let world = try MockWorld(partitions: 2)
        try await world.produce(0..<20)
        for _ in 0..<RuntimeLimits.deadStarts { try await die(world, after: 20) }
        let files = world.disk.process()
        let service = try world.start(try world.plan(epoch: "{age: 1h, idle: 1h}"), files: files)
        try await until("it is told\n\(service.log())") {
            service.page("/health").text.contains("\(RuntimeLimits.deadStarts) starts in a row died")
        }
        #expect(service.isHealthy, "degraded, not failed")
        #expect(service.page("/health").text.contains("sluice quarantine /archive events 0 OFFSET"))
        #expect(service.log().contains("kafka.offset=0"), "\(service.log())")
        // The health page tells of the deaths as soon as one partition is assigned; a stop seals what was read.
        try await until("it reads all\n\(service.log())") {
            service.metric("sluice_records_received_total") >= 20
        }
        #expect(await service.stop() == .stopped)
        try world.archive().expectExactly(0..<20)
        // All is published: nothing is left to count.
        let after = try world.start()
        try await until("it is assigned") { after.log().contains("assigned") }
        try await world.produce(20..<40)
        try await after.untilSealed(20)
        #expect(!after.log().contains("died"))
        #expect(await after.stop() == .stopped)
        #expect(!world.disk.contents().keys.contains { $0.hasSuffix("starts.json") })
    }

    @Test func processesThatEndInOrderAreNotCounted() async throws {
        let world = try MockWorld()
        try await world.produce(0..<10)
        for _ in 0..<RuntimeLimits.deadStarts + 1 {
            let service = try world.start(try world.plan(epoch: "{age: 1h, idle: 1h}"))
            try await until("it reads") { service.metric("sluice_records_received_total") >= 10 }
            #expect(!service.log().contains("died"))
            #expect(await service.abort() == .stopped)
        }
    }

    @Test func aRecordInQuarantineGoesToTheDeadLettersUnread() async throws {
        let world = try MockWorld(partitions: 2)
        try await world.runUntilEnd()
        try quarantine(world, 3)
        try await world.produce(0..<20)
        try await world.runUntilEnd()
        let archive = try world.archive()
        #expect(archive.report.exitCode == 0)
        // Partition 0 has the even numbers.
        #expect(archive.all == (0..<20).filter { $0 != 6 })
        #expect(archive.deadLetters.map(\.reason) == ["quarantined"])
        #expect(archive.deadLetters.map(\.offset) == [3])
    }
}
