// Sluice
// SPDX-License-Identifier: Apache-2.0

import CSQLite
import Glibc

extension Database {
    /// Opens a file; a damaged one is moved aside first and a new one made in its place.
    ///
    /// - Returns: also the name that the damaged file has now; nil: the file was sound, or new.
    package static func openOrReplace(
        _ path: String, busyTimeoutMs: Int = SQLiteLimits.busyTimeoutMs
    ) throws(SQLiteError) -> (database: Database, setAside: String?) {
        do throws(SQLiteError) {
            return (try Database(path, busyTimeoutMs: busyTimeoutMs), nil)
        } catch {
            guard error.kind == .corrupt else { throw error }
            let aside = try setAside(path, as: "damaged")
            return (try Database(path, busyTimeoutMs: busyTimeoutMs), aside)
        }
    }

    /// Renames a file that nobody has open, with its journal, to `path.WORD-N`; the last of ten names is used again.
    package static func setAside(_ path: String, as word: String) throws(SQLiteError) -> String {
        var name = ""
        for number in 1...SQLiteLimits.setAsideMax {
            name = "\(path).\(word)-\(number)"
            if access(name, F_OK) != 0 { break }
        }
        if rename(path, name) != 0 {
            let text = String(cString: strerror(errno))
            throw SQLiteError(code: SQLITE_CANTOPEN, message: "cannot be moved aside: \(text)", context: "move \(path)")
        }
        // A journal without its file would be taken for the new file's. Its absence is no error.
        for suffix in ["-wal", "-shm"] {
            if rename(path + suffix, name + suffix) != 0 { unlink(path + suffix) }
        }
        return name
    }
}
