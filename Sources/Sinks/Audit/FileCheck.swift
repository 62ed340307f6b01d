// Sluice
// SPDX-License-Identifier: Apache-2.0

import Compression
import Platform

/// Checks one archive file against its manifest's entry.
struct FileCheck {
    let files: ConfinedFiles
    let file: FileEntry
    /// Whether its bytes are read; else only its size is looked at.
    let readsContents: Bool

    /// The first thing that is wrong with the file; nil where all is well.
    ///
    /// - Parameter progress: told the size of each piece of text that was read.
    func finding(progress: (Int) -> Void) throws(ArchiveReadError) -> AuditFinding? {
        let place = files.root + "/" + file.path
        guard let path = ConfinedPath(file.path) else {
            return AuditFinding(.fileReplaced, place, "the path leaves the root")
        }
        do throws(ArchiveReadError) {
            guard let status = try files.status(path) else { return AuditFinding(.fileMissing, place, "missing") }
            guard status.kind == .file else { return AuditFinding(.fileReplaced, place, "not a plain file") }
            guard status.size == file.bytes else {
                return AuditFinding(.fileSize, place, "\(status.size) bytes, its manifest says \(file.bytes)")
            }
            if !readsContents { return nil }
            let sums = try DataFile(files: files, path: path).read { text in
                progress(text.count)
                return true
            }
            return finding(sums, place)
        } catch {
            switch error.code {
            case .missing: return AuditFinding(.fileMissing, place, "missing")
            case .notAFile: return AuditFinding(.fileReplaced, place, error.message)
            default: return AuditFinding(.fileUnreadable, place, error.message)
            }
        }
    }

    private func finding(_ sums: DataFile.Sums, _ place: String) -> AuditFinding? {
        guard sums.bytes == file.bytes else {
            return AuditFinding(.fileSize, place, "\(sums.bytes) bytes, its manifest says \(file.bytes)")
        }
        let checksum = "crc64:" + sums.checksum.hexadecimal
        guard checksum == file.checksum else {
            return AuditFinding(.fileChecksum, place, "checksum \(checksum), its manifest says \(file.checksum)")
        }
        if let damage = sums.damage { return AuditFinding(.fileUnreadable, place, damage.message) }
        guard sums.isWhole else { return AuditFinding(.fileRows, place, "the last line has no end") }
        guard sums.rows == file.rows else {
            return AuditFinding(.fileRows, place, "\(sums.rows) rows, its manifest says \(file.rows)")
        }
        return nil
    }
}
