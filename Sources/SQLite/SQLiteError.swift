// Sluice
// SPDX-License-Identifier: Apache-2.0

import CSQLite

/// A call to SQLite that failed. Neither text holds a value that was stored or bound.
package struct SQLiteError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What callers decide by.
    package enum Kind: Sendable, Equatable {
        /// Another connection has the file locked.
        case busy
        /// The file is no database, or a damaged one.
        case corrupt
        /// The disk is full.
        case full
        /// The file or its directory is missing, or may not be opened.
        case cannotOpen
        case readOnly
        case constraint
        case other
    }

    /// SQLite's extended result code.
    package let code: Int32
    /// SQLite's own text.
    package let message: String
    /// What was being done, as `open` or `prepare`.
    package let context: String

    package init(code: Int32, message: String, context: String) {
        self.code = code
        self.message = message
        self.context = context
    }

    package var kind: Kind {
        switch code & 0xff {
        case SQLITE_BUSY, SQLITE_LOCKED: .busy
        case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupt
        case SQLITE_FULL: .full
        case SQLITE_CANTOPEN: .cannotOpen
        case SQLITE_READONLY, SQLITE_PERM: .readOnly
        case SQLITE_CONSTRAINT: .constraint
        default: .other
        }
    }

    package var description: String { "\(context): \(message) (\(code))" }
}
