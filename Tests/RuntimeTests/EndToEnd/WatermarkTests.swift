// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform
import Sinks
import SluiceTesting
import Testing

@testable import Runtime

@Suite(.timeLimit(.minutes(5)))
struct WatermarkTests {
    @Test func anAlmostFullDiskIsToldAndNothingIsTakenInUntilThereIsRoom() async throws {
        let world = try MockWorld()
        try await world.produce(0..<100)
        let service = try world.start(try world.plan(archive: "min_free: 64MiB"))
        try await service.untilSealed(100)
        #expect(service.metric("sluice_disk_free_bytes") > 0)
        #expect(service.page("/metrics").text.contains(#"sluice_disk_full_seconds{topology="web"}"#))
        world.disk.setFree(60 << 20)
        try await until("it is told\n\(service.log())") { !service.isHealthy }
        #expect(service.page("/health").text.contains("min_free"))
        #expect(service.log().contains("nothing is taken in"))
        try await world.produce(100..<200)
        // Room, but less than a quarter more than the least.
        world.disk.setFree(70 << 20)
        let stalls = service.metric("sluice_stalls_total")
        try await until("time passes") { service.metric("sluice_stalls_total") > stalls + 100 }
        #expect(service.metric("sluice_records_received_total") == 100)
        #expect(!service.isHealthy)
        world.disk.setFree(128 << 20)
        try await service.untilSealed(200)
        try await until("it is healthy again") { service.isHealthy }
        #expect(service.log().contains("room again"))
        #expect(await service.stop() == .stopped)
        try world.archive().expectExactly(0..<200)
    }

    @Test func aTopologyThatStartsOnAnAlmostFullDiskWaitsForRoom() async throws {
        let world = try MockWorld()
        try await world.produce(0..<100)
        world.disk.setFree(100 << 20)
        let service = try world.start(try world.plan(archive: "min_free: 256MiB"))
        try await until("it is told\n\(service.log())") { service.page("/health").text.contains("min_free") }
        #expect(service.metric("sluice_records_received_total") == 0)
        world.disk.setFree(1 << 30)
        try await service.untilSealed(100)
        #expect(await service.stop() == .stopped)
        try world.archive().expectExactly(0..<100)
    }

    @Test func aStopSealsWhatIsOpenThoughTheDiskIsAlmostFull() async throws {
        let world = try MockWorld()
        try await world.produce(0..<50)
        let service = try world.start(
            try world.plan(epoch: "{age: 2s, idle: 1h, records: 1000}", archive: "min_free: 64MiB"))
        try await until("it reads") { service.metric("sluice_records_received_total") == 50 }
        world.disk.setFree(60 << 20)
        try await until("it is told\n\(service.log())") { !service.isHealthy }
        let ticks = service.metric("sluice_stalls_total")
        try await until("the epoch is older than it may be") { service.metric("sluice_stalls_total") > ticks + 200 }
        #expect(await service.stop() == .stopped)
        try world.archive().expectExactly(0..<50)
        #expect(try await world.committed() == [0: 50])
    }

    @Test func aRootThatAnotherTakesThePlaceOfStopsTheTopologyAndIsLeftAlone() async throws {
        let world = try MockWorld()
        try await world.produce(0..<100)
        let service = try world.start(restarts: 100)
        try await service.untilSealed(100)
        let files = world.disk.process()
        // As when the root's disk goes and the directory below the mount point shows.
        try files.rename("/archive", "/away")
        try files.createDirectory("/archive")
        try await world.produce(100..<200)
        try await until("it is told\n\(service.log())") {
            service.page("/health").text.contains("is gone; nothing is written")
        }
        #expect(service.metric("sluice_healthy") == 0)
        try await until("it has tried again") { service.metric("sluice_restarts_total") >= 2 }
        #expect(try files.list("/archive").isEmpty, "nothing is written into what is not the root")
        try files.removeDirectory("/archive")
        try files.rename("/away", "/archive")
        try await service.untilSealed(200)
        #expect(await service.stop() == .stopped)
        try world.archive().expectExactly(0..<200)
    }
}
