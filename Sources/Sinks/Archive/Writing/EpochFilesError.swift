// Sluice
// SPDX-License-Identifier: Apache-2.0

import Compression
package import Platform

/// Why a chunk was not written or a file not finished. Holds no bytes of records.
package struct EpochFilesError: Error, Sendable, CustomStringConvertible {
    /// What the caller may do.
    package enum Code: Sendable, Equatable {
        /// Nothing was lost: the same call may be made again, for ever (disk full, permission).
        case retriable
        /// What was written can no longer be trusted (fsync failed): abandon the epoch and read it again.
        case lost
    }

    package let code: Code
    package let message: String
    /// The system's reason, where there is one.
    package let cause: FileError?

    init(_ code: Code, _ cause: FileError) {
        self.code = code
        message = cause.description
        self.cause = cause
    }

    init(_ cause: CompressionError) {
        code = .lost
        message = cause.message
        self.cause = nil
    }

    init(lost message: String) {
        code = .lost
        self.message = message
        cause = nil
    }

    package var description: String { message }
}
