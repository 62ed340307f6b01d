// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform
import SluiceTesting

/// A file system that runs something in front of one of its calls, as another process does.
/// Used by one thread.
final class InterruptedFileSystem: FileSystem, @unchecked Sendable {
    private let system: MemoryFileSystem
    private let stepsLeft: Locked<Int>
    private let isArmed: Locked<Bool>
    private let hasLocks: Bool
    private let body: () -> Void

    /// - Parameters:
    ///   - isArmed: calls count from when it is true.
    ///   - step: which of them comes after the interruption, from 1.
    init(
        _ system: MemoryFileSystem, hasLocks: Bool, isArmed: Locked<Bool>, before step: Int,
        _ body: @escaping () -> Void
    ) {
        self.system = system
        self.hasLocks = hasLocks
        self.isArmed = isArmed
        stepsLeft = Locked(step)
        self.body = body
    }

    private func step() {
        guard isArmed.withLock({ $0 }) else { return }
        let isNow = stepsLeft.withLock { left in
            left -= 1
            return left == 0
        }
        if isNow { body() }
    }

    func createDirectory(_ path: String) throws(FileError) {
        step()
        try system.createDirectory(path)
    }

    func createFile(_ path: String, mode: UInt32, isDirect: Bool) throws(FileError) -> FileHandle {
        step()
        return try system.createFile(path, mode: mode, isDirect: isDirect)
    }

    func openFile(_ path: String) throws(FileError) -> FileHandle {
        step()
        return try system.openFile(path)
    }

    func write(_ bytes: UnsafeRawBufferPointer, to file: FileHandle, at offset: Int64) throws(FileError) {
        step()
        try system.write(bytes, to: file, at: offset)
    }

    func read(
        _ file: FileHandle, into buffer: UnsafeMutableRawBufferPointer, at offset: Int64
    ) throws(FileError) -> Int {
        try system.read(file, into: buffer, at: offset)
    }

    func synchronize(_ file: FileHandle) throws(FileError) {
        step()
        try system.synchronize(file)
    }

    func close(_ file: FileHandle) { system.close(file) }

    func synchronizeDirectory(_ path: String) throws(FileError) {
        step()
        try system.synchronizeDirectory(path)
    }

    func link(_ source: String, _ target: String) throws(FileError) {
        step()
        try system.link(source, target)
    }

    func rename(_ source: String, _ target: String) throws(FileError) {
        step()
        try system.rename(source, target)
    }

    func unlink(_ path: String) throws(FileError) {
        step()
        try system.unlink(path)
    }

    func removeDirectory(_ path: String) throws(FileError) {
        step()
        try system.removeDirectory(path)
    }

    func list(_ path: String) throws(FileError) -> [DirectoryEntry] {
        step()
        return try system.list(path)
    }

    func status(_ path: String) throws(FileError) -> FileStatus? {
        step()
        return try system.status(path)
    }

    func lock(_ path: String) throws(FileError) -> FileHandle? {
        step()
        if !hasLocks, path.contains("/ledger/") {
            if let handle = try system.lock(path) { return handle }
            return try system.openFile(path)
        }
        return try system.lock(path)
    }

    func freeSpace(_ path: String) throws(FileError) -> FreeSpace { try system.freeSpace(path) }
}
