// Sluice
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import KafkaClient
import Platform
import Sinks
import SluiceTesting
import Testing

/// What downstream jobs read.
struct CompleteFileTests {
    private let disk = MemoryDisk()

    init() throws {
        try disk.process().createDirectory("/data")
    }

    private func file(_ output: String) throws -> CompleteFile? {
        guard let bytes = disk.contents()[TestProcess.rootPath + "/_complete/\(output).json"] ?? nil else { return nil }
        return try JSONDecoder().decode(CompleteFile.self, from: Data(bytes))
    }

    @Test func everyPublicationAdvancesAllOutputs() throws {
        let process = try TestProcess(disk.process())
        try process.store.publish(process.sealEpoch(0, 1).id)
        for output in TestProcess.outputs {
            #expect(try file(output)?.partitions.map(\.position) == [1], "also an output without rows")
            #expect(try file(output)?.completeThroughMs == 0)
        }
        try process.store.publish(process.sealEpoch(1, 10).id)
        #expect(try file("even")?.partitions.map(\.position) == [10])
        #expect(try file("odd")?.completeThroughMs == 9000)
    }

    @Test func aHoleHoldsThePositionBack() throws {
        let (one, two) = (try TestProcess(disk.process()), try TestProcess(disk.process(), seed: 2))
        let late = try one.sealEpoch(10, 20)
        try two.store.publish(two.sealEpoch(0, 10).id)
        try two.store.publish(two.sealEpoch(20, 30).id)
        #expect(try file("even")?.partitions.map(\.position) == [10])
        #expect(try file("even")?.completeThroughMs == 9000, "what lies beyond the hole does not count")
        try one.store.publish(late.id)
        #expect(try file("even")?.partitions.map(\.position) == [30])
    }

    @Test func aBusyLockPutsTheWritingOff() throws {
        let process = try TestProcess(disk.process())
        let other = disk.process()
        let lock = try #require(try other.lock(TestProcess.rootPath + "/_complete/.lock"))
        try process.store.publish(process.sealEpoch(0, 10).id)
        #expect(try file("even") == nil)
        other.close(lock)
        try process.store.flushComplete()
        #expect(try file("even")?.partitions.map(\.position) == [10])
    }

    @Test func aDamagedFileIsWrittenAnew() throws {
        let process = try TestProcess(disk.process())
        try process.store.publish(process.sealEpoch(0, 10).id)
        disk.overwrite(TestProcess.rootPath + "/_complete/even.json", with: Array("{".utf8))
        try process.store.publish(process.sealEpoch(10, 20).id)
        #expect(try file("even")?.partitions.map(\.position) == [20])
    }

    @Test func groupsShareAFile() throws {
        let (one, two) = (try TestProcess(disk.process(), group: "a"), try TestProcess(disk.process(), group: "b"))
        try one.store.publish(one.sealEpoch(0, 10).id)
        try two.store.publish(two.sealEpoch(0, 4).id)
        #expect(try file("even")?.partitions.map(\.group) == ["a", "b"])
        #expect(try file("even")?.partitions.map(\.position) == [10, 4])
        #expect(try file("even")?.completeThroughMs == 3000)
    }
}
