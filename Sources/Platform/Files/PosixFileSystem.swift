// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The machine's own file system. Every descriptor closes on `exec`; interrupted calls go on.
package struct PosixFileSystem: FileSystem {
    /// `O_DIRECT`, which the C library's header shows only to programs that ask for GNU's extensions.
    #if arch(arm64)
        private static let directFlag: Int32 = 0x1_0000
    #else
        private static let directFlag: Int32 = 0x4000
    #endif

    package init() {}

    package func createDirectory(_ path: String) throws(FileError) {
        do throws(FileError) {
            _ = try Self.call("mkdir", path) { mkdir(path, FileMode.directory) }
        } catch  where error.code == EEXIST {
            return
        } catch {
            throw error
        }
        try Self.setMode(FileMode.directory, ofDirectory: path)
    }

    package func createFile(_ path: String, mode: UInt32, isDirect: Bool) throws(FileError) -> FileHandle {
        let flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let file = FileHandle(rawValue: try Self.call("open", path) { open(path, flags, mode) })
        do throws(FileError) {
            try Self.setMode(mode, of: file, path)
        } catch {
            close(file)
            throw error
        }
        // Set on the open file and not by `open`, which would leave an empty file behind where it is refused.
        if isDirect { Self.setDirect(file, true) }
        return file
    }

    package func openFile(_ path: String) throws(FileError) -> FileHandle {
        let flags = O_RDONLY | O_NOFOLLOW | O_CLOEXEC
        return FileHandle(rawValue: try Self.call("open", path) { open(path, flags) })
    }

    package func write(
        _ bytes: UnsafeRawBufferPointer, to file: FileHandle, at offset: Int64
    ) throws(FileError) {
        var done = 0
        while done < bytes.count {
            let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
            let count: Int
            do throws(FileError) {
                count = try Self.call("write", Self.name(of: file)) {
                    pwrite(file.rawValue, rest.baseAddress, rest.count, off_t(offset) + off_t(done))
                }
            } catch  where error.code == EINVAL && Self.setDirect(file, false) {
                // Not aligned as the file system wants it: from here on through the page cache.
                continue
            } catch {
                throw error
            }
            // A write of nothing without an error would go on for ever.
            if count == 0 { throw FileError(code: EIO, operation: "write", path: Self.name(of: file)) }
            done += count
        }
    }

    package func read(
        _ file: FileHandle, into buffer: UnsafeMutableRawBufferPointer, at offset: Int64
    ) throws(FileError) -> Int {
        try Self.call("read", Self.name(of: file)) {
            pread(file.rawValue, buffer.baseAddress, buffer.count, off_t(offset))
        }
    }

    package func synchronize(_ file: FileHandle) throws(FileError) {
        _ = try Self.call("fsync", Self.name(of: file)) { fsync(file.rawValue) }
    }

    package func close(_ file: FileHandle) {
        // Linux frees the descriptor whatever `close` returns: calling it again could close another thread's.
        _ = Glibc.close(file.rawValue)
    }

    package func synchronizeDirectory(_ path: String) throws(FileError) {
        let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC
        let directory = try Self.call("open", path) { open(path, flags) }
        defer { _ = Glibc.close(directory) }
        _ = try Self.call("fsync", path) { fsync(directory) }
    }

    package func link(_ source: String, _ target: String) throws(FileError) {
        _ = try Self.call("link", target) { Glibc.link(source, target) }
    }

    package func rename(_ source: String, _ target: String) throws(FileError) {
        _ = try Self.call("rename", target) { Glibc.rename(source, target) }
    }

    package func unlink(_ path: String) throws(FileError) {
        _ = try Self.call("unlink", path) { Glibc.unlink(path) }
    }

    package func removeDirectory(_ path: String) throws(FileError) {
        _ = try Self.call("rmdir", path) { rmdir(path) }
    }

    package func lock(_ path: String) throws(FileError) -> FileHandle? {
        let file = try Self.openToLock(path)
        do throws(FileError) {
            _ = try Self.call("flock", path) { flock(file, LOCK_EX | LOCK_NB) }
            return FileHandle(rawValue: file)
        } catch {
            _ = Glibc.close(file)
            if error.code == EWOULDBLOCK { return nil }
            throw error
        }
    }

    package func freeSpace(_ path: String) throws(FileError) -> FreeSpace {
        var room = statvfs()
        _ = try Self.call("statvfs", path) { statvfs(path, &room) }
        return FreeSpace(
            available: Int64(clamping: room.f_bavail.multipliedClamping(by: room.f_frsize)),
            total: Int64(clamping: room.f_blocks.multipliedClamping(by: room.f_frsize)))
    }

    /// Makes a call until it is not interrupted; a negative result throws `errno`.
    static func call<Result: SignedInteger>(
        _ operation: String, _ path: @autoclosure () -> String, _ body: () -> Result
    ) throws(FileError) -> Result {
        while true {
            let result = body()
            if result >= 0 { return result }
            let code = errno
            if code != EINTR { throw FileError(code: code, operation: operation, path: path()) }
        }
    }

    /// Turns direct writes on or off.
    ///
    /// - Returns: whether that changed anything; a file system that cannot write directly refuses.
    @discardableResult
    private static func setDirect(_ file: FileHandle, _ isDirect: Bool) -> Bool {
        let flags = fcntl(file.rawValue, F_GETFL)
        guard flags >= 0, (flags & directFlag != 0) != isDirect else { return false }
        return fcntl(file.rawValue, F_SETFL, flags ^ directFlag) == 0
    }

    /// Opens the file of a lock, and makes it where it is absent.
    private static func openToLock(_ path: String) throws(FileError) -> Int32 {
        let flags = O_RDWR | O_NOFOLLOW | O_CLOEXEC
        do throws(FileError) {
            let file = try call("open", path) { open(path, flags | O_CREAT | O_EXCL, FileMode.file) }
            try setMode(FileMode.file, of: FileHandle(rawValue: file), path)
            return file
        } catch  where error.code == EEXIST {
            return try call("open", path) { open(path, flags) }
        } catch {
            throw error
        }
    }

    /// Gives a file that was just created exactly this mode: the umask may have taken bits from it. A file system
    /// without modes keeps its own.
    private static func setMode(_ mode: UInt32, of file: FileHandle, _ path: String) throws(FileError) {
        do throws(FileError) {
            _ = try call("fchmod", path) { fchmod(file.rawValue, mode) }
        } catch  where [EPERM, ENOTSUP, ENOSYS].contains(error.code) {
            return
        } catch {
            throw error
        }
    }

    /// The same for a directory, which keeps the group that it has from its parent.
    private static func setMode(_ mode: UInt32, ofDirectory path: String) throws(FileError) {
        var status = stat()
        _ = try call("lstat", path) { lstat(path, &status) }
        let wanted = mode | (status.st_mode & S_ISGID)
        if status.st_mode & 0o7777 == wanted { return }
        do throws(FileError) {
            _ = try call("chmod", path) { chmod(path, wanted) }
        } catch  where [EPERM, ENOTSUP, ENOSYS].contains(error.code) {
            return
        } catch {
            throw error
        }
    }

    private static func name(of file: FileHandle) -> String { "descriptor \(file.rawValue)" }
}

extension UInt {
    fileprivate func multipliedClamping(by other: UInt) -> UInt {
        let (product, over) = multipliedReportingOverflow(by: other)
        return over ? .max : product
    }
}
