// Sluice
// SPDX-License-Identifier: Apache-2.0

import CSQLite

/// One connection to a SQLite file, in WAL mode. One thread or actor owns it and its statements and makes every call.
///
/// A commit survives the death of the process; the last ones before a power cut may be missing, none is half there
/// (`synchronous=NORMAL`).
package final class Database {
    let pointer: OpaquePointer
    package let path: String

    /// Opens a file, or makes it in a directory that exists. A damaged file is told at once, not by a later call.
    package init(_ path: String, busyTimeoutMs: Int = SQLiteLimits.busyTimeoutMs) throws(SQLiteError) {
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let code = sqlite3_open_v2(path, &opened, flags, nil)
        guard let opened else {
            throw SQLiteError(code: code, message: "out of memory", context: "open")
        }
        if code != SQLITE_OK {
            // Even a connection that failed has to be closed.
            let error = Self.error(of: opened, "open")
            sqlite3_close_v2(opened)
            throw error
        }
        pointer = opened
        self.path = path
        sqlite3_busy_timeout(opened, Int32(clamping: busyTimeoutMs))
        // From here on `deinit` closes, also where this throws.
        try execute("PRAGMA journal_mode=WAL")
        try execute("PRAGMA synchronous=NORMAL")
        try execute("PRAGMA foreign_keys=ON")
        let check = try prepare("PRAGMA quick_check(1)")
        guard try check.step(), check.text(at: 0) == "ok" else {
            throw SQLiteError(code: SQLITE_CORRUPT, message: "the file is damaged", context: "check")
        }
    }

    deinit {
        // Waits for statements that are still alive, which hold this object, so there are none.
        sqlite3_close_v2(pointer)
    }

    /// Runs statements without parameters, separated by semicolons, and drops rows.
    package func execute(_ sql: String) throws(SQLiteError) {
        let code = sqlite3_exec(pointer, sql, nil, nil, nil)
        if code != SQLITE_OK { throw Self.error(of: pointer, "execute") }
    }

    package func prepare(_ sql: String) throws(SQLiteError) -> Statement {
        var prepared: OpaquePointer?
        let code = sqlite3_prepare_v3(pointer, sql, -1, 0, &prepared, nil)
        guard code == SQLITE_OK else { throw Self.error(of: pointer, "prepare") }
        guard let prepared else {
            throw SQLiteError(code: SQLITE_MISUSE, message: "the statement is empty", context: "prepare")
        }
        return Statement(prepared, of: self)
    }

    /// All changes of the body, or none: an error that it throws rolls back.
    package func transaction<Result, Failure: Error>(
        _ body: () throws(Failure) -> Result
    ) throws -> Result {
        try execute("BEGIN IMMEDIATE")
        do {
            let result = try body()
            try execute("COMMIT")
            return result
        } catch {
            // A failure here (the disk is full) has rolled back already.
            if sqlite3_get_autocommit(pointer) == 0 { try? execute("ROLLBACK") }
            throw error
        }
    }

    /// A number of the file's own, 0 in a new one: the version of its tables.
    package var userVersion: Int32 {
        get throws(SQLiteError) {
            let statement = try prepare("PRAGMA user_version")
            return try statement.step() ? Int32(clamping: statement.integer(at: 0)) : 0
        }
    }

    package func setUserVersion(_ version: Int32) throws(SQLiteError) {
        try execute("PRAGMA user_version=\(version)")
    }

    /// Rows that the last statement changed.
    package var changes: Int { Int(sqlite3_changes64(pointer)) }

    static func error(of pointer: OpaquePointer, _ context: String) -> SQLiteError {
        SQLiteError(
            code: sqlite3_extended_errcode(pointer), message: String(cString: sqlite3_errmsg(pointer)),
            context: context)
    }
}
