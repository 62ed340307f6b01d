// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import KafkaClient
import Platform
import SluiceTesting
import Testing

@testable import Sinks

struct StartNotesTests {
    private let disk = MemoryDisk()
    private let partition = TestProcess.partition

    init() throws {
        let system = disk.process()
        try system.createDirectory("/data")
        try system.synchronizeDirectory("/")
    }

    private func start(_ seed: UInt64, at offset: Int64 = 5, dies: Bool = true) throws -> Int {
        let system = disk.process()
        let process = try TestProcess(system, seed: seed)
        let deaths = try process.store.noteStart(of: partition, incarnation: Sample.incarnation(1), at: offset)
        if dies { system.kill() } else { process.store.forgetStarts() }
        system.kill()
        return deaths
    }

    @Test func startsThatDieAtOneOffsetAddUp() throws {
        for count in 0..<5 { #expect(try start(UInt64(count)) == count) }
        #expect(try start(9, at: 6) == 0, "another offset begins anew")
        #expect(try start(10) == 0, "and so does the old one then")
    }

    @Test func aStartIsCountedOnceAndAnEndInOrderNotAtAll() throws {
        #expect(try start(1, dies: false) == 0)
        #expect(try start(2, dies: false) == 0)
        let process = try TestProcess(disk.process(), seed: 3)
        for _ in 0..<3 {
            #expect(try process.store.noteStart(of: partition, incarnation: Sample.incarnation(1), at: 5) == 0)
        }
    }

    @Test func startsOfOtherSlotsCountAndOtherPlacesDoNot() throws {
        let (one, two) = (disk.process(), disk.process())
        let (first, second) = (try TestProcess(one, seed: 1), try TestProcess(two, seed: 2))
        #expect(first.store.slot.number == 0 && second.store.slot.number == 1)
        #expect(try first.store.noteStart(of: partition, incarnation: Sample.incarnation(1), at: 5) == 0)
        one.kill()
        #expect(try second.store.noteStart(of: partition, incarnation: Sample.incarnation(1), at: 5) == 1)
        two.kill()
        #expect(try start(3) == 2)
        let process = try TestProcess(disk.process(), seed: 4)
        #expect(try process.store.noteStart(of: partition, incarnation: Sample.incarnation(2), at: 5) == 0)
        let other = TopicPartition(topic: "t", partition: 1)
        #expect(try process.store.noteStart(of: other, incarnation: Sample.incarnation(1), at: 5) == 0)
    }

    @Test func aPublicationForgetsTheStart() throws {
        for seed in 1...3 { _ = try start(UInt64(seed)) }
        let system = disk.process()
        let process = try TestProcess(system, seed: 4)
        #expect(try process.store.noteStart(of: partition, incarnation: Sample.incarnation(1), at: 5) == 3)
        process.store.forgetStart(of: partition)
        system.kill()
        #expect(try start(5) == 0)
    }

    @Test(arguments: 0..<16) func aNoteSurvivesAPowerCut(seed: Int) throws {
        _ = try start(1)
        disk.cutPower(seed: UInt64(seed))
        #expect(try start(2) == 1)
    }

    @Test(arguments: ["", "{", "[]", #"{"version":9,"starts":[]}"#]) func aDamagedFileCountsAsEmpty(text: String) throws
    {
        _ = try start(1)
        disk.overwrite(TestProcess.rootPath + "/_pending/g/0/starts.json", with: Array(text.utf8))
        #expect(try start(2) == 0)
        #expect(try start(3) == 1)
    }
}
