// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A file operation that failed, with the system's reason.
package struct FileError: Error, Equatable, CustomStringConvertible {
    /// The value of `errno`.
    package let code: Int32
    /// The operation, as the system names it: `open`, `fsync`, `link`.
    package let operation: String
    /// The path that the operation was about.
    package let path: String

    package init(code: Int32, operation: String, path: String) {
        self.code = code
        self.operation = operation
        self.path = path
    }

    package var description: String { "\(operation) \(path): \(Self.message(of: code))" }
}

/// What a directory entry or a path is.
package enum FileKind: Sendable, Equatable {
    case file, directory, symbolicLink, other
}

/// One name in a directory.
package struct DirectoryEntry: Sendable, Equatable {
    package let name: String
    package let kind: FileKind

    package init(name: String, kind: FileKind) {
        self.name = name
        self.kind = kind
    }
}

/// What `lstat` says of a path.
package struct FileStatus: Sendable, Equatable {
    package let kind: FileKind
    package let size: Int64
    /// Device and inode: equal for two names of the same file.
    package let device: UInt64
    package let inode: UInt64

    package init(kind: FileKind, size: Int64, device: UInt64, inode: UInt64) {
        self.kind = kind
        self.size = size
        self.device = device
        self.inode = inode
    }
}

/// Room on the file system of a path, in bytes.
package struct FreeSpace: Sendable, Equatable {
    package let available: Int64
    package let total: Int64

    package init(available: Int64, total: Int64) {
        self.available = available
        self.total = total
    }
}

/// An open file, as the file system that opened it numbers it.
package struct FileHandle: Hashable, Sendable {
    package let rawValue: Int32

    package init(rawValue: Int32) {
        self.rawValue = rawValue
    }
}

/// Every effect on files that Sluice has, so that tests can put faults and power cuts between any two of them.
///
/// Paths are absolute or relative to the working directory, `/` between names. All calls block; none is called on a
/// thread of the cooperative pool. A call either has its whole effect or throws; `write` may have written a part.
package protocol FileSystem: Sendable {
    /// Creates one directory, with `FileMode.directory`; one that exists is fine. Its parent must exist.
    func createDirectory(_ path: String) throws(FileError)
    /// Creates a file for writing that must not exist (`O_CREAT | O_EXCL | O_NOFOLLOW`).
    ///
    /// - Parameter mode: the mode that it gets, whatever the umask.
    /// - Parameter isDirect: writes whose address, offset and size are multiples of `PlatformLimits.directBytes` pass
    ///   by the page cache where the file system can (docs/adr/0008); others, and all elsewhere, go through it. What
    ///   is read back is the same.
    func createFile(_ path: String, mode: UInt32, isDirect: Bool) throws(FileError) -> FileHandle
    /// Opens a file for reading; a symbolic link is refused.
    func openFile(_ path: String) throws(FileError) -> FileHandle
    /// Writes all bytes at the offset, which may lie below bytes written before (a retry after an error).
    func write(_ bytes: UnsafeRawBufferPointer, to file: FileHandle, at offset: Int64) throws(FileError)
    /// Reads up to the buffer's size at the offset; 0 at the end of the file.
    func read(_ file: FileHandle, into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(FileError) -> Int
    /// Makes the file's bytes durable. After an error they must be taken as lost: never call it again for them.
    func synchronize(_ file: FileHandle) throws(FileError)
    /// Closes the file; errors say nothing that `synchronize` has not said.
    func close(_ file: FileHandle)
    /// Makes the names of a directory durable.
    func synchronizeDirectory(_ path: String) throws(FileError)
    /// Gives a file a second name; throws `EEXIST` where the name is taken.
    func link(_ source: String, _ target: String) throws(FileError)
    /// Renames a file or directory in one step.
    func rename(_ source: String, _ target: String) throws(FileError)
    /// Removes a file's name.
    func unlink(_ path: String) throws(FileError)
    /// Removes an empty directory.
    func removeDirectory(_ path: String) throws(FileError)
    /// The names in a directory, sorted, without `.` and `..`.
    func list(_ path: String) throws(FileError) -> [DirectoryEntry]
    /// Gives the names in a directory one by one, in any order, without `.` and `..`: for directories of any size.
    func forEachEntry(of path: String, _ body: (DirectoryEntry) -> Void) throws(FileError)
    /// The status of a path without following a last symbolic link; nil where nothing has the name.
    func status(_ path: String) throws(FileError) -> FileStatus?
    /// Takes an exclusive advisory lock (`flock`) on a file, created if absent; nil where another process holds it.
    /// The lock ends with `close` of the handle or with the process.
    func lock(_ path: String) throws(FileError) -> FileHandle?
    /// Room on the path's file system.
    func freeSpace(_ path: String) throws(FileError) -> FreeSpace
}

extension FileSystem {
    /// Creates a file whose writes go through the page cache.
    package func createFile(_ path: String, mode: UInt32) throws(FileError) -> FileHandle {
        try createFile(path, mode: mode, isDirect: false)
    }

    package func forEachEntry(of path: String, _ body: (DirectoryEntry) -> Void) throws(FileError) {
        for entry in try list(path) { body(entry) }
    }
}
