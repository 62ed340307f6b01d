// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import KafkaClient
import Platform
import SluiceTesting
import Testing

@testable import Sinks

struct QuarantineTests {
    private let disk = MemoryDisk()
    private let record = QuarantinedRecord(topic: "t", partition: 1, offset: 7)

    init() throws {
        let system = disk.process()
        try system.createDirectory("/data")
        try system.synchronizeDirectory("/")
        var generator = SeededGenerator(seed: 1)
        _ = try ArchiveRoot.open(TestProcess.rootPath, fileSystem: system, using: &generator)
    }

    private func quarantine(_ system: (any FileSystem)? = nil) throws -> Quarantine {
        Quarantine(try ArchiveRoot.inspect(TestProcess.rootPath, fileSystem: system ?? disk.process()))
    }

    @Test func recordsAreAddedListedAndRemoved() throws {
        #expect(try quarantine().records().isEmpty)
        let other = QuarantinedRecord(topic: "t", partition: 0, offset: 9)
        #expect(try quarantine().add(record) && quarantine().add(other))
        #expect(try !quarantine().add(record), "it is there")
        #expect(try quarantine().records() == [other, record])
        #expect(try quarantine().offsets(of: TopicPartition(topic: "t", partition: 1)) == [7])
        #expect(try quarantine().offsets(of: TopicPartition(topic: "u", partition: 1)).isEmpty)
        #expect(try quarantine().remove(record))
        #expect(try !quarantine().remove(record))
        #expect(try quarantine().records() == [other])
    }

    @Test(arguments: 0..<8) func whatWasAddedSurvivesAPowerCut(seed: Int) throws {
        _ = try quarantine().add(record)
        disk.cutPower(seed: UInt64(seed))
        #expect(try quarantine().records() == [record])
    }

    @Test func aCrashAnywhereLeavesTheOldListOrTheNew() throws {
        _ = try quarantine().add(record)
        let more = QuarantinedRecord(topic: "t", partition: 1, offset: 8)
        for effects in 1...6 {
            let system = disk.process(dyingAfter: effects)
            _ = try? quarantine(system).add(more)
            system.kill()
            let records = try quarantine().records()
            #expect(records == [record] || records == [record, more])
            _ = try quarantine().add(more)
            #expect(try quarantine().remove(more))
        }
    }

    @Test func theyAreBoundedAndMustBePossible() throws {
        for (topic, partition, offset) in [("a/b", 0, 0), ("", 0, 0), ("t", -1, 0), ("t", 0, -1)] {
            let record = QuarantinedRecord(topic: topic, partition: Int32(partition), offset: Int64(offset))
            let error = #expect(throws: StoreError.self) { try quarantine().add(record) }
            #expect(error?.code == .refused)
        }
        let full = try quarantine()
        for offset in 0..<ProtocolLimits.quarantinedRecords {
            #expect(try full.add(QuarantinedRecord(topic: "t", partition: 0, offset: Int64(offset))))
        }
        let error = #expect(throws: StoreError.self) { try full.add(record) }
        #expect(error?.code == .refused)
    }

    @Test func aDamagedListIsSaidAndNotTakenForEmpty() throws {
        _ = try quarantine().add(record)
        disk.overwrite(TestProcess.rootPath + "/_quarantine/records.json", with: Array("{".utf8))
        let error = #expect(throws: StoreError.self) { try quarantine().records() }
        #expect(error?.code == .damaged)
    }
}
