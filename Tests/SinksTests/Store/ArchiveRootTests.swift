// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Platform
import Sinks
import SluiceTesting
import Testing

struct ArchiveRootTests {
    private let disk = MemoryDisk()

    private func open(_ path: String, _ system: any FileSystem, seed: UInt64 = 1) throws -> ArchiveRoot {
        var generator = SeededGenerator(seed: seed)
        return try ArchiveRoot.open(path, fileSystem: system, using: &generator)
    }

    @Test func aRootIsMadeWithItsAncestryAndKeepsItsIdentity() throws {
        let first = try open("/a/b/c/", disk.process())
        #expect(first.path == "/a/b/c")
        #expect(try open("/a/b/c", disk.process(), seed: 2).id == first.id)
        #expect(try ArchiveRoot.inspect("/a/b/c", fileSystem: disk.process()).id == first.id)
        for seed in 0..<20 {
            let copy = disk.copy()
            copy.cutPower(seed: UInt64(seed))
            #expect(try open("/a/b/c", copy.process(), seed: 3).id == first.id, "the root survives a power cut")
        }
    }

    @Test func aNewerRootIsRefusedUntouched() throws {
        let system = disk.process()
        try system.createDirectory("/r")
        try system.create("/r/store.json", Array("{\"format\":\"sluice-archive\",\"version\":3,\"new\":1}".utf8))
        let before = disk.contents()
        for operation in [{ try open("/r", system) }, { try ArchiveRoot.inspect("/r", fileSystem: system) }] {
            let error = #expect(throws: StoreError.self) { try operation() }
            #expect(error?.code == .newerVersion && error?.message.contains("version 3") == true)
        }
        #expect(disk.contents() == before)
    }

    @Test(arguments: [
        "", "x", "{}", "{\"format\":\"other\",\"version\":1}", "{\"format\":\"sluice-archive\",\"version\":1}",
    ])
    func aHeaderThatIsNoneIsRefusedUntouched(text: String) throws {
        let system = disk.process()
        try system.createDirectory("/r")
        try system.create("/r/store.json", Array(text.utf8))
        let before = disk.contents()
        #expect(throws: StoreError.self) { try open("/r", system) }
        #expect(disk.contents() == before)
    }

    @Test func aRootThatLostItsHeaderIsRefused() throws {
        let system = disk.process()
        _ = try open("/r", system)
        try system.unlink("/r/store.json")
        let error = #expect(throws: StoreError.self) { try open("/r", system) }
        #expect(error?.code == .notARoot)
    }

    @Test func inspectingMakesNothing() throws {
        let system = disk.process()
        let error = #expect(throws: StoreError.self) { try ArchiveRoot.inspect("/r", fileSystem: system) }
        #expect(error?.code == .notARoot)
        #expect(disk.contents().keys.sorted() == [""])
    }

    @Test func ofSeveralMakersOneWins() throws {
        // The second maker runs to its end between any two effects of the first.
        for nth in 1...8 {
            let disk = MemoryDisk()
            let slow = disk.process(dyingAfter: nth)
            _ = try? open("/r", slow)
            let fast = try open("/r", disk.process(), seed: 2)
            #expect(try open("/r", disk.process(), seed: 3).id == fast.id)
            #expect(disk.contents().keys.filter { $0.contains(".store.json.") } == [])
        }
    }

    @Test func aDirectoryThatCannotBeWrittenIsSaidSo() throws {
        let system = disk.process()
        try system.createDirectory("/r")
        system.inject(MemoryFault(.createFile, code: EACCES))
        let error = #expect(throws: StoreError.self) { try open("/r", system) }
        #expect(error?.cause?.code == EACCES && error?.message.contains("/r/") == true)
    }
}
