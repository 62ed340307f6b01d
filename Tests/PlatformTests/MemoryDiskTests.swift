// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Platform
import SluiceTesting
import Testing

/// What the disk of the crash tests keeps and forgets.
struct MemoryDiskTests {
    /// How often something was there after power cuts with 64 seeds.
    private func survivals(_ disk: MemoryDisk, _ isThere: (MemoryFileSystem) throws -> Bool) rethrows -> Int {
        try (0..<64).filter { seed in
            let copy = disk.copy()
            copy.cutPower(seed: UInt64(seed))
            return try isThere(copy.process())
        }.count
    }

    @Test func whatWasSynchronizedSurvivesEveryPowerCut() throws {
        let disk = MemoryDisk()
        let system = disk.process()
        try system.create("/a", [1, 2, 3])
        try system.synchronizeDirectory("/")
        #expect(try survivals(disk) { try $0.contents("/a") == [1, 2, 3] } == 64)
    }

    @Test func aNameThatWasNotSynchronizedMayBeLost() throws {
        let disk = MemoryDisk()
        try disk.process().create("/a", [1, 2, 3])
        let count = try survivals(disk) { try $0.status("/a") != nil }
        #expect(count > 10 && count < 54)
    }

    @Test func bytesThatWereNotSynchronizedMayBeTorn() throws {
        let disk = MemoryDisk()
        let system = disk.process()
        try system.create("/a", [UInt8](repeating: 7, count: 100), durable: false)
        try system.synchronizeDirectory("/")
        let whole = try survivals(disk) { try $0.contents("/a") == [UInt8](repeating: 7, count: 100) }
        #expect(whole > 5 && whole < 40)
        #expect(try survivals(disk) { try $0.contents("/a").count <= 100 } == 64)
    }

    @Test func aRenameBetweenDirectoriesHappensAsAWhole() throws {
        let disk = MemoryDisk()
        let system = disk.process()
        for path in ["/a", "/b"] { try system.createDirectory(path) }
        try system.create("/a/f", [1])
        for path in ["/a", "/"] { try system.synchronizeDirectory(path) }
        try system.rename("/a/f", "/b/f")
        #expect(try survivals(disk) { try ($0.status("/a/f") == nil) != ($0.status("/b/f") == nil) } == 64)
        try system.synchronizeDirectory("/b")
        #expect(try survivals(disk) { try $0.status("/a/f") == nil && $0.status("/b/f") != nil } == 64)
    }

    @Test func aFailedFsyncIsNeverMadeGoodByTheNext() throws {
        let disk = MemoryDisk()
        let system = disk.process()
        let file = try system.createFile("/a", mode: 0o644)
        try system.synchronizeDirectory("/")
        try [UInt8](repeating: 7, count: 100).withUnsafeBytes { try system.write($0, to: file, at: 0) }
        system.inject(MemoryFault(.synchronize, code: EIO))
        #expect(throws: FileError(code: EIO, operation: "synchronize", path: "/a")) { try system.synchronize(file) }
        try system.synchronize(file)
        #expect(try survivals(disk) { try $0.contents("/a") == [UInt8](repeating: 7, count: 100) } == 0)
    }

    @Test func faultsStrikeTheNthMatchingCall() throws {
        let system = MemoryDisk().process()
        system.inject(MemoryFault(.createDirectory, path: "x", nth: 2, times: 2, code: EACCES))
        var failed: [String] = []
        for path in ["/x1", "/y", "/x2", "/x3", "/x4"] {
            do { try system.createDirectory(path) } catch { failed.append(path) }
        }
        #expect(failed == ["/x2", "/x3"])
        #expect(system.calls.map(\.path) == ["/x1", "/y", "/x2", "/x3", "/x4"])
    }

    @Test func aProcessDiesAfterItsNthEffectAndLetsGoOfItsLocks() throws {
        let disk = MemoryDisk()
        let system = disk.process(dyingAfter: 3)
        _ = try system.lock("/lock")
        try system.createDirectory("/a")
        _ = try system.list("/")
        try system.createDirectory("/b")
        #expect(throws: FileError.self) { try system.createDirectory("/c") }
        #expect(throws: FileError.self) { try system.list("/") }
        #expect(system.isDead)
        let next = disk.process()
        #expect(try next.list("/").map(\.name) == ["a", "b", "lock"])
        #expect(try next.lock("/lock") != nil)
    }

    @Test func aFullDiskTakesAPartOfAWrite() throws {
        let disk = MemoryDisk()
        disk.setCapacity(10)
        let system = disk.process()
        let file = try system.createFile("/a", mode: 0o644)
        #expect(throws: FileError.self) {
            try [UInt8](repeating: 1, count: 16).withUnsafeBytes { try system.write($0, to: file, at: 0) }
        }
        #expect(try system.contents("/a").count == 10)
        #expect(try system.freeSpace("/").available == 0)
    }
}
