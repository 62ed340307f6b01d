// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Platform

/// Goes through the directories of a root that hold data files, which is all of them but Sluice's own.
///
/// Holds the names of directories that are still to be looked at, never a directory's files: those are given on as the
/// system tells them. Follows no symbolic link.
struct DataWalk {
    private let root: ArchiveRoot
    /// Below the root; the next one last.
    private var waiting: [String] = [""]
    /// What could not be looked at.
    private(set) var findings: [AuditFinding] = []

    init(_ root: ArchiveRoot) {
        self.root = root
    }

    /// Gives what is in the next directory, other directories left out, by path below the root.
    ///
    /// - Returns: false after the last directory.
    mutating func next(_ body: (_ path: String, _ kind: FileKind) -> Void) -> Bool {
        guard let directory = waiting.popLast() else { return false }
        let place = directory.isEmpty ? root.path : root.path(directory)
        var below: [String] = []
        var isTooMuch = false
        do throws(FileError) {
            try root.fileSystem.forEachEntry(of: place) { entry in
                if directory.isEmpty, Self.isReserved(entry.name) { return }
                let path = directory.isEmpty ? entry.name : directory + "/" + entry.name
                guard entry.kind == .directory else { return body(path, entry.kind) }
                isTooMuch = waiting.count + below.count >= AuditLimits.directoriesMax
                if !isTooMuch { below.append(path) }
            }
        } catch  where error.code == ENOENT && !directory.isEmpty {
            // Removed since it was named.
            return true
        } catch {
            findings.append(AuditFinding(.fileUnreadable, place, error.description))
        }
        if isTooMuch {
            let message = "more than \(AuditLimits.directoriesMax) directories; not all of them were looked at"
            findings.append(AuditFinding(.fileUnreadable, place, message))
        }
        waiting += below.sorted(by: >)
        return true
    }

    /// Names directly below a root that are not for data: Sluice's own, and the one that file systems keep.
    private static func isReserved(_ name: String) -> Bool {
        name.hasPrefix("_") || name.hasPrefix(RootLayout.storeFile) || name.hasPrefix("." + RootLayout.storeFile)
            || name == "lost+found"
    }
}
