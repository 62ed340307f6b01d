// Sluice
// SPDX-License-Identifier: Apache-2.0

import Compression
import Glibc
import Platform

/// The file operations of the store: those of a file system with the store's errors, and a few made of them.
struct StoreFiles: Sendable {
    let system: any FileSystem
    var manifests: any ManifestCoding = JSONManifests()

    private static let chunk = 1 << 18

    /// Runs an operation and turns its error into the store's.
    func run<Result>(_ body: (any FileSystem) throws(FileError) -> Result) throws(StoreError) -> Result {
        do throws(FileError) {
            return try body(system)
        } catch {
            throw StoreError(error)
        }
    }

    /// Runs an operation; what it speaks of may be gone already.
    func runIfThere(_ body: (any FileSystem) throws(FileError) -> Void) throws(StoreError) {
        do throws(FileError) {
            try body(system)
        } catch  where error.code == ENOENT {
            return
        } catch {
            throw StoreError(error)
        }
    }

    func status(_ path: String) throws(StoreError) -> FileStatus? {
        try run { (system) throws(FileError) in try system.status(path) }
    }

    /// The names in a directory; none where it does not exist.
    func list(_ path: String) throws(StoreError) -> [DirectoryEntry] {
        do throws(FileError) {
            return try system.list(path)
        } catch  where error.code == ENOENT {
            return []
        } catch {
            throw StoreError(error)
        }
    }

    /// A whole small file; nil where there is none.
    func contents(_ path: String, limit: Int) throws(StoreError) -> [UInt8]? {
        var bytes: [UInt8] = []
        let isThere = try forEachChunk(of: path) { (chunk) throws(StoreError) in
            if bytes.count + chunk.count > limit {
                throw StoreError(code: .damaged, message: "\(path): larger than \(limit) bytes")
            }
            bytes.append(contentsOf: chunk)
        }
        return isThere ? bytes : nil
    }

    /// Bytes from the midst of a file; throws `damaged` where it has fewer.
    func piece(of path: String, at start: Int64, count: Int) throws(StoreError) -> [UInt8] {
        let file = try run { (system) throws(FileError) in try system.openFile(path) }
        defer { system.close(file) }
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let (offset, place) = (filled, start + Int64(filled))
            let outcome = bytes.withUnsafeMutableBytes { buffer in
                Result { () throws(FileError) in
                    try system.read(file, into: UnsafeMutableRawBufferPointer(rebasing: buffer[offset...]), at: place)
                }
            }
            let read = try run { (_) throws(FileError) in try outcome.get() }
            guard read > 0 else { throw StoreError(code: .damaged, message: "\(path): shorter than it says itself") }
            filled += read
        }
        return bytes
    }

    /// The checksum of a file's bytes, or of those before an offset; nil where there is none.
    func checksum(_ path: String, upTo end: Int64 = .max) throws(StoreError) -> String? {
        var checksum = Checksum()
        let isThere = try forEachChunk(of: path, upTo: end) { (chunk) throws(StoreError) in checksum.update(chunk.bytes)
        }
        return isThere ? "crc64:" + checksum.hexadecimal : nil
    }

    /// Creates a file with these bytes and makes them durable; its name is durable after a `synchronizeDirectory`.
    func create(_ path: String, bytes: [UInt8], whenWritten: () -> Void = {}) throws(StoreError) {
        let file = try run { (system) throws(FileError) in try system.createFile(path, mode: FileMode.file) }
        defer { system.close(file) }
        try run { (system) throws(FileError) in
            let written = bytes.withUnsafeBytes { buffer in
                Result { () throws(FileError) in try system.write(buffer, to: file, at: 0) }
            }
            try written.get()
        }
        whenWritten()
        try run { (system) throws(FileError) in try system.synchronize(file) }
    }

    /// Removes a directory of files with what is in it, the named file first; what is gone already is fine.
    func removeDirectory(_ path: String, first: String) throws(StoreError) {
        try runIfThere { (system) throws(FileError) in try system.unlink(path + "/" + first) }
        for entry in try list(path) {
            try runIfThere { (system) throws(FileError) in try system.unlink(path + "/" + entry.name) }
        }
        try runIfThere { (system) throws(FileError) in try system.removeDirectory(path) }
    }

    private func forEachChunk(
        of path: String, upTo end: Int64 = .max, _ body: (UnsafeRawBufferPointer) throws(StoreError) -> Void
    ) throws(StoreError) -> Bool {
        let file: FileHandle
        do throws(FileError) {
            file = try system.openFile(path)
        } catch  where error.code == ENOENT {
            return false
        } catch {
            throw StoreError(error)
        }
        defer { system.close(file) }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.chunk, alignment: 16)
        defer { buffer.deallocate() }
        var offset: Int64 = 0
        while true {
            let count = try run { (system) throws(FileError) in try system.read(file, into: buffer, at: offset) }
            if count == 0 { return true }
            let wanted = Int(min(Int64(count), end - offset))
            try body(UnsafeRawBufferPointer(rebasing: buffer[..<wanted]))
            offset += Int64(wanted)
            if offset == end { return true }
        }
    }
}
