// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

extension PosixFileSystem {
    package func list(_ path: String) throws(FileError) -> [DirectoryEntry] {
        var entries: [DirectoryEntry] = []
        try forEachEntry(of: path) { entries.append($0) }
        return entries.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    package func forEachEntry(of path: String, _ body: (DirectoryEntry) -> Void) throws(FileError) {
        guard let directory = opendir(path) else {
            throw FileError(code: errno, operation: "opendir", path: path)
        }
        defer { closedir(directory) }
        while true {
            // Only `errno` tells the end of a directory from an error.
            errno = 0
            guard let entry = readdir(directory) else {
                let code = errno
                if code == 0 { return }
                throw FileError(code: code, operation: "readdir", path: path)
            }
            let name = Self.name(of: entry)
            if name == "." || name == ".." { continue }
            if let kind = try kind(of: entry, path + "/" + name) {
                body(DirectoryEntry(name: name, kind: kind))
            }
        }
    }

    package func status(_ path: String) throws(FileError) -> FileStatus? {
        var status = stat()
        do throws(FileError) {
            _ = try Self.call("lstat", path) { lstat(path, &status) }
        } catch  where error.code == ENOENT {
            return nil
        } catch {
            throw error
        }
        return FileStatus(
            kind: Self.kind(ofMode: status.st_mode), size: Int64(status.st_size), device: UInt64(status.st_dev),
            inode: UInt64(status.st_ino))
    }

    private static func name(of entry: UnsafeMutablePointer<dirent>) -> String {
        withUnsafePointer(to: &entry.pointee.d_name) { name in
            name.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: name.pointee)) {
                String(cString: $0)
            }
        }
    }

    /// The entry's kind; nil where it has gone since. Some file systems do not tell it in the directory.
    private func kind(of entry: UnsafeMutablePointer<dirent>, _ path: String) throws(FileError) -> FileKind? {
        switch Int(entry.pointee.d_type) {
        case DT_REG: .file
        case DT_DIR: .directory
        case DT_LNK: .symbolicLink
        case DT_UNKNOWN: try status(path)?.kind
        default: .other
        }
    }

    private static func kind(ofMode mode: mode_t) -> FileKind {
        switch mode & S_IFMT {
        case S_IFREG: .file
        case S_IFDIR: .directory
        case S_IFLNK: .symbolicLink
        default: .other
        }
    }
}
