// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Platform

/// The files below a root, read without ever following a symbolic link out of it.
final class ConfinedFiles {
    let root: String
    let system: any FileSystem
    /// Directories, relative to the root, that are directories and not links; bounded.
    private var known: Set<String> = []

    init(root: String, system: any FileSystem) {
        self.root = root
        self.system = system
    }

    /// The status of a path of which every directory is a real one; nil where nothing has the name.
    ///
    /// - Throws: `.notAFile` where a link or a file stands in for a directory.
    func status(_ path: ConfinedPath) throws(ArchiveReadError) -> FileStatus? {
        var directory = ""
        for name in path.names.dropLast() {
            directory += directory.isEmpty ? name : "/" + name
            if known.contains(directory) { continue }
            guard let status = try status(below: directory) else { return nil }
            guard status.kind == .directory else {
                throw ArchiveReadError(.notAFile, "\(root)/\(directory): not a directory; links are not followed")
            }
            if known.count >= ArchiveLimits.knownDirectoriesMax { known = [] }
            known.insert(directory)
        }
        return try status(below: path.description)
    }

    /// Opens a file; its directories have been looked at by `status`.
    func open(_ path: ConfinedPath) throws(ArchiveReadError) -> FileHandle {
        do throws(FileError) {
            return try system.openFile(root + "/" + path.description)
        } catch {
            throw ArchiveReadError(error.code == ENOENT ? .missing : .file, error.description, cause: error)
        }
    }

    private func status(below path: String) throws(ArchiveReadError) -> FileStatus? {
        do throws(FileError) {
            return try system.status(root + "/" + path)
        } catch {
            throw ArchiveReadError(error)
        }
    }
}
