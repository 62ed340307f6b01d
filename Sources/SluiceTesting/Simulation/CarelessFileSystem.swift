// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform
import Sinks

/// A file system that leaves out what switched-off rules demand of it.
struct CarelessFileSystem: FileSystem {
    let system: MemoryFileSystem
    let rules: SimulationRules

    private func isPending(_ path: String) -> Bool { path.contains("/" + RootLayout.pending) }

    func createDirectory(_ path: String) throws(FileError) { try system.createDirectory(path) }

    func createFile(_ path: String, mode: UInt32, isDirect: Bool) throws(FileError) -> FileHandle {
        try system.createFile(path, mode: mode, isDirect: isDirect)
    }

    func openFile(_ path: String) throws(FileError) -> FileHandle { try system.openFile(path) }

    func write(_ bytes: UnsafeRawBufferPointer, to file: FileHandle, at offset: Int64) throws(FileError) {
        try system.write(bytes, to: file, at: offset)
    }

    func read(
        _ file: FileHandle, into buffer: UnsafeMutableRawBufferPointer, at offset: Int64
    ) throws(FileError) -> Int {
        try system.read(file, into: buffer, at: offset)
    }

    func synchronize(_ file: FileHandle) throws(FileError) {
        if rules.isOff(.sealFiles), isPending(system.path(of: file)) { return }
        do throws(FileError) {
            try system.synchronize(file)
        } catch  where rules.isOff(.failedSync) && !system.isDead {
            return
        }
    }

    func close(_ file: FileHandle) { system.close(file) }

    func synchronizeDirectory(_ path: String) throws(FileError) {
        if rules.isOff(.sealDirectory), isPending(path) { return }
        if rules.isOff(.publishDirectories), !isPending(path) { return }
        try system.synchronizeDirectory(path)
    }

    func link(_ source: String, _ target: String) throws(FileError) {
        if rules.isOff(.link), try system.status(target) != nil { try system.unlink(target) }
        try system.link(source, target)
        if rules.isOff(.unlinkLast), isPending(source), !source.hasSuffix(EpochDirectory.manifest) {
            try system.unlink(source)
        }
    }

    func rename(_ source: String, _ target: String) throws(FileError) {
        guard rules.isOff(.moveAtOnce), isPending(source), !isPending(target) else {
            return try system.rename(source, target)
        }
        try system.createDirectory(target)
        for entry in try system.list(source).reversed() {
            try system.rename(source + "/" + entry.name, target + "/" + entry.name)
        }
        try system.removeDirectory(source)
    }

    func unlink(_ path: String) throws(FileError) {
        if !staysAside(path) { try system.unlink(path) }
    }

    func removeDirectory(_ path: String) throws(FileError) {
        if !staysAside(path) { try system.removeDirectory(path) }
    }

    private func staysAside(_ path: String) -> Bool {
        rules.isOff(.coverAside) && path.contains("/" + RootLayout.aside)
    }

    func list(_ path: String) throws(FileError) -> [DirectoryEntry] { try system.list(path) }

    func status(_ path: String) throws(FileError) -> FileStatus? { try system.status(path) }

    func lock(_ path: String) throws(FileError) -> FileHandle? {
        if let handle = try system.lock(path) { return handle }
        return rules.isOff(.slotLock) ? try system.openFile(path) : nil
    }

    func freeSpace(_ path: String) throws(FileError) -> FreeSpace { try system.freeSpace(path) }
}
