// Sluice
// SPDX-License-Identifier: Apache-2.0

import CSQLite

/// A prepared statement; its connection's owner makes every call. Columns are valid until the next `step` or `reset`.
package final class Statement {
    private let pointer: OpaquePointer
    private let database: Database

    init(_ pointer: OpaquePointer, of database: Database) {
        self.pointer = pointer
        self.database = database
    }

    deinit {
        sqlite3_finalize(pointer)
    }

    /// Tells SQLite to copy what is bound before the call returns.
    private static var copies: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

    /// Binds a parameter; the first has number 1. Nil is NULL.
    package func bind(_ value: Int64?, at index: Int) throws(SQLiteError) {
        guard let value else { return try bindNull(at: index) }
        try check(sqlite3_bind_int64(pointer, Int32(clamping: index), value), "bind")
    }

    package func bind(_ value: String?, at index: Int) throws(SQLiteError) {
        guard let value else { return try bindNull(at: index) }
        let count = value.utf8.count
        // By C string, because an empty buffer may have no address, for which NULL would be bound.
        let code = value.withCString { text in
            sqlite3_bind_text64(
                pointer, Int32(clamping: index), text, UInt64(count), Self.copies, UInt8(SQLITE_UTF8))
        }
        try check(code, "bind")
    }

    package func bind(_ value: [UInt8]?, at index: Int) throws(SQLiteError) {
        guard let value else { return try bindNull(at: index) }
        let code = value.withUnsafeBytes { bytes in
            if bytes.isEmpty { return sqlite3_bind_zeroblob(pointer, Int32(clamping: index), 0) }
            return sqlite3_bind_blob64(
                pointer, Int32(clamping: index), bytes.baseAddress, UInt64(bytes.count), Self.copies)
        }
        try check(code, "bind")
    }

    private func bindNull(at index: Int) throws(SQLiteError) {
        try check(sqlite3_bind_null(pointer, Int32(clamping: index)), "bind")
    }

    /// Goes to the next row; false: there is none, and changes are done.
    package func step() throws(SQLiteError) -> Bool {
        switch sqlite3_step(pointer) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default:
            let error = Database.error(of: database.pointer, "step")
            sqlite3_reset(pointer)
            throw error
        }
    }

    /// Makes the statement ready to run again; parameters are NULL again.
    package func reset() {
        sqlite3_reset(pointer)
        sqlite3_clear_bindings(pointer)
    }

    /// Runs a statement that gives no rows, and makes it ready for the next run.
    package func run() throws(SQLiteError) {
        defer { reset() }
        while try step() {}
    }

    /// Columns count from 0; one that is not there is NULL.
    package func isNull(at index: Int) -> Bool {
        sqlite3_column_type(pointer, Int32(clamping: index)) == SQLITE_NULL
    }

    /// 0 for NULL.
    package func integer(at index: Int) -> Int64 {
        sqlite3_column_int64(pointer, Int32(clamping: index))
    }

    /// Empty for NULL.
    package func text(at index: Int) -> String {
        guard let start = sqlite3_column_text(pointer, Int32(clamping: index)) else { return "" }
        let count = Int(sqlite3_column_bytes(pointer, Int32(clamping: index)))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    /// Empty for NULL.
    package func bytes(at index: Int) -> [UInt8] {
        guard let start = sqlite3_column_blob(pointer, Int32(clamping: index)) else { return [] }
        let count = Int(sqlite3_column_bytes(pointer, Int32(clamping: index)))
        return Array(UnsafeRawBufferPointer(start: start, count: count))
    }

    private func check(_ code: Int32, _ context: String) throws(SQLiteError) {
        if code != SQLITE_OK { throw Database.error(of: database.pointer, context) }
    }
}
