// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Platform
import SluiceTesting
import Testing

/// The promises of `FileSystem`, kept alike by the machine's own and the one in memory.
struct FileSystemTests {
    /// A file system with an empty directory.
    struct World: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let make: @Sendable () throws -> (any FileSystem, String, AnyObject)

        static let all = [
            World(testDescription: "posix") {
                let directory = try TemporaryDirectory()
                return (PosixFileSystem(), directory.path, directory)
            },
            World(testDescription: "memory") {
                let disk = MemoryDisk()
                let system = disk.process()
                try system.createDirectory("/work")
                return (system, "/work", disk)
            },
        ]
    }

    private func code(_ body: () throws -> Void) -> Int32? {
        do {
            try body()
            return nil
        } catch {
            return (error as? FileError)?.code
        }
    }

    @Test(arguments: World.all) func bytesComeBackAsWritten(world: World) throws {
        let (system, path, keep) = try world.make()
        let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 * 7) }
        try system.create(path + "/a", bytes)
        #expect(try system.contents(path + "/a") == bytes)
        let status = try #require(try system.status(path + "/a"))
        #expect(status.kind == .file && status.size == 100_000)
        withExtendedLifetime(keep) {}
    }

    @Test(arguments: World.all) func aWriteBelowTheEndReplacesBytes(world: World) throws {
        let (system, path, keep) = try world.make()
        let file = try system.createFile(path + "/a", mode: 0o644)
        try [UInt8](repeating: 1, count: 10).withUnsafeBytes { try system.write($0, to: file, at: 0) }
        try [UInt8](repeating: 2, count: 4).withUnsafeBytes { try system.write($0, to: file, at: 3) }
        system.close(file)
        #expect(try system.contents(path + "/a") == [1, 1, 1, 2, 2, 2, 2, 1, 1, 1])
        withExtendedLifetime(keep) {}
    }

    /// Blocks pass by the page cache where the file system can; what does not fit one goes through it, in any order.
    @Test(arguments: World.all) func directWritesOfAnyAlignmentReadBackTheSame(world: World) throws {
        let (system, path, keep) = try world.make()
        let block = PlatformLimits.directBytes
        let bytes = (0..<5 * block + 77).map { UInt8(truncatingIfNeeded: $0 / 7) }
        let file = try system.createFile(path + "/a", mode: 0o644, isDirect: true)
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: block)
        defer { memory.deallocate() }
        memory.copyBytes(from: bytes)
        for part in [
            0..<2 * block, 2 * block..<3 * block, 3 * block..<3 * block + 5, 3 * block..<5 * block + 77,
            block..<2 * block,
        ] {
            try system.write(UnsafeRawBufferPointer(rebasing: memory[part]), to: file, at: Int64(part.lowerBound))
        }
        try system.synchronize(file)
        system.close(file)
        #expect(try system.contents(path + "/a") == bytes)
        withExtendedLifetime(keep) {}
    }

    @Test(arguments: World.all) func aTakenNameIsRefused(world: World) throws {
        let (system, path, keep) = try world.make()
        try system.create(path + "/a", [1])
        try system.create(path + "/b", [2])
        #expect(code { _ = try system.createFile(path + "/a", mode: 0o644) } == EEXIST)
        #expect(code { try system.link(path + "/a", path + "/b") } == EEXIST)
        #expect(try system.contents(path + "/b") == [2])
        withExtendedLifetime(keep) {}
    }

    @Test(arguments: World.all) func aLinkIsASecondNameOfTheSameFile(world: World) throws {
        let (system, path, keep) = try world.make()
        try system.create(path + "/a", [1, 2])
        try system.link(path + "/a", path + "/b")
        #expect(try system.status(path + "/a")?.inode == system.status(path + "/b")?.inode)
        try system.unlink(path + "/a")
        #expect(try system.contents(path + "/b") == [1, 2])
        #expect(try system.status(path + "/a") == nil)
        withExtendedLifetime(keep) {}
    }

    @Test(arguments: World.all) func renameMovesADirectoryWithItsContents(world: World) throws {
        let (system, path, keep) = try world.make()
        try system.createDirectory(path + "/d")
        try system.createDirectory(path + "/e")
        try system.create(path + "/d/a", [9])
        try system.rename(path + "/d", path + "/e/d")
        #expect(try system.contents(path + "/e/d/a") == [9])
        #expect(try system.status(path + "/d") == nil)
        #expect(code { try system.removeDirectory(path + "/e") } == ENOTEMPTY)
        withExtendedLifetime(keep) {}
    }

    @Test(arguments: World.all) func namesAreListedInOrder(world: World) throws {
        let (system, path, keep) = try world.make()
        for name in ["b", "a", "Z", "é"] { try system.create(path + "/" + name, []) }
        try system.createDirectory(path + "/dir")
        #expect(try system.list(path).map(\.name) == ["Z", "a", "b", "dir", "é"])
        #expect(try system.list(path).map(\.kind) == [.file, .file, .file, .directory, .file])
        withExtendedLifetime(keep) {}
    }

    @Test(arguments: World.all) func whatIsMissingIsSaidSo(world: World) throws {
        let (system, path, keep) = try world.make()
        #expect(code { _ = try system.openFile(path + "/none") } == ENOENT)
        #expect(code { _ = try system.list(path + "/none") } == ENOENT)
        #expect(code { try system.unlink(path + "/none") } == ENOENT)
        #expect(code { try system.createDirectory(path + "/none/deep") } == ENOENT)
        #expect(code { try system.link(path + "/none", path + "/x") } == ENOENT)
        #expect(try system.status(path + "/none") == nil)
        #expect(code { try system.createDirectory(path) } == nil, "a directory that exists is fine")
        withExtendedLifetime(keep) {}
    }

    @Test(arguments: World.all) func aLockIsHeldOnceUntilItIsClosed(world: World) throws {
        let (system, path, keep) = try world.make()
        let lock = try #require(try system.lock(path + "/lock"))
        #expect(try system.lock(path + "/lock") == nil)
        system.close(lock)
        let again = try #require(try system.lock(path + "/lock"))
        system.close(again)
        withExtendedLifetime(keep) {}
    }

    @Test func symbolicLinksAreNotOpened() throws {
        let directory = try TemporaryDirectory()
        let system = PosixFileSystem()
        try system.create(directory.path + "/a", [1])
        #expect(symlink(directory.path + "/a", directory.path + "/s") == 0)
        #expect(code { _ = try system.openFile(directory.path + "/s") } == ELOOP)
        #expect(code { _ = try system.createFile(directory.path + "/s", mode: 0o644) } == EEXIST)
        #expect(code { _ = try system.lock(directory.path + "/s") } == ELOOP)
        #expect(try system.status(directory.path + "/s")?.kind == .symbolicLink)
        #expect(try system.list(directory.path).map(\.kind) == [.file, .symbolicLink])
    }

    @Test func descriptorsCloseOnExec() throws {
        let directory = try TemporaryDirectory()
        let system = PosixFileSystem()
        let file = try system.createFile(directory.path + "/a", mode: 0o644)
        let lock = try #require(try system.lock(directory.path + "/l"))
        let read = try system.openFile(directory.path + "/a")
        for handle in [file, lock, read] { #expect(fcntl(handle.rawValue, F_GETFD) & FD_CLOEXEC != 0) }
        for handle in [file, lock, read] { system.close(handle) }
    }

    @Test func freeSpaceIsPlausible() throws {
        let directory = try TemporaryDirectory()
        let space = try PosixFileSystem().freeSpace(directory.path)
        #expect(space.total > 0 && space.available >= 0 && space.available <= space.total)
    }
}
