// Sluice
// SPDX-License-Identifier: Apache-2.0

import Compression
package import Platform

/// Why an archive cannot be read. Holds no bytes of records.
package struct ArchiveReadError: Error, Equatable, Sendable, CustomStringConvertible {
    package enum Code: Sendable, Equatable {
        /// The file system refused; `cause` says how.
        case file
        /// Nothing has the name.
        case missing
        /// Not a plain file, or reached through a symbolic link.
        case notAFile
        /// The bytes are not what the codec writes, or end too early.
        case damaged
        /// A manifest that cannot be read.
        case manifest
        /// No output of this archive has the name.
        case unknownOutput
        /// The program that was to read the output has gone: nothing to tell anyone.
        case stopped
    }

    package let code: Code
    package let message: String
    package let cause: FileError?

    init(_ code: Code, _ message: String, cause: FileError? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    init(_ cause: FileError) {
        self.init(.file, cause.description, cause: cause)
    }

    init(_ cause: CompressionError, path: String) {
        self.init(.damaged, "\(path): \(cause.message)")
    }

    package var description: String { message }
}
