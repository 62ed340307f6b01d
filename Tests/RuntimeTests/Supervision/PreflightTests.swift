// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import KafkaClient
import Platform
import SluiceTesting
import Testing

@testable import Runtime

@Suite(.timeLimit(.minutes(5)))
struct PreflightTests {
    @Test func aGoodMachineHasNoFindings() async throws {
        let world = try MockWorld(partitions: 3)
        let findings = try await look(world)
        #expect(findings.problems.isEmpty && !findings.isBrokerSilent)
        #expect(findings.partitions.map(\.partition) == [0, 1, 2])
        #expect(!findings.cluster.isEmpty)
        #expect(!world.disk.contents().keys.contains { $0.contains("disk-test") })
    }

    @Test func aRootThatCannotBeWrittenIsTold() async throws {
        let world = try MockWorld()
        let files = world.disk.process()
        files.inject(MemoryFault(.createFile, path: "disk-test", code: EROFS))
        let findings = try await look(world, files)
        #expect(findings.problems.count == 1)
        #expect(findings.problems.first?.contains("not writable") ?? false)
        #expect(findings.problems.first?.contains("/archive") ?? false)
    }

    @Test func aRootOfANewerVersionIsRefusedUntouched() async throws {
        let world = try MockWorld()
        let files = world.disk.process()
        let header = #"{"format":"sluice-archive","version":99,"id":"00000000000000000000000000000001","future":true}"#
        try files.createDirectory("/archive")
        try files.create("/archive/store.json", Array(header.utf8))
        let before = world.disk.contents()
        let findings = try await look(world, files)
        #expect(findings.problems.count == 1, "\(findings.problems)")
        #expect(findings.problems.first?.contains("version 99") ?? false, "\(findings.problems)")
        #expect(world.disk.contents() == before)
    }

    @Test func aFullDiskIsToldWithItsFreeBytes() async throws {
        let world = try MockWorld()
        world.disk.setCapacity(1 << 20)
        let findings = try await look(world)
        #expect(findings.problems.contains { $0.contains("bytes free") }, "\(findings.problems)")
    }

    @Test func everythingThatIsWrongIsToldAtOnce() async throws {
        let world = try MockWorld()
        let files = world.disk.process()
        files.inject(MemoryFault(.createFile, path: "disk-test", code: EACCES))
        world.disk.setCapacity(1 << 20)
        try world.cluster.setDown()
        let time = TimeSource(monotonic: TimeSource.system.monotonic, wallMs: { 0 })
        let findings = try await look(world, files, time)
        #expect(findings.isBrokerSilent)
        for part in ["not writable", "bytes free", "clock"] {
            #expect(findings.problems.contains { $0.contains(part) }, "\(part): \(findings.problems)")
        }
    }

    private func look(
        _ world: MockWorld, _ files: MemoryFileSystem? = nil, _ time: TimeSource = .system
    ) async throws -> Preflight.Findings {
        let plan = try world.plan()
        let preflight = Preflight(plan: plan, fileSystem: files ?? world.disk.process(), time: time)
        let probe = try BrokerProbe(ConsumerConfiguration(brokers: world.cluster.bootstrap, group: "g"))
        return await onOwnThread { preflight.run(probe) }
    }
}
