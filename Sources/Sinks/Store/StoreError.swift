// Sluice
// SPDX-License-Identifier: Apache-2.0

package import Platform

/// An operation on an archive root that failed.
package struct StoreError: Error, Equatable, CustomStringConvertible {
    package enum Code: Hashable, Sendable {
        /// The file system refused; `cause` says how. May be retried, but for a failed `seal`.
        case file
        /// Written by a newer program and left as it is.
        case newerVersion
        /// The directory is not an archive root, or lost what makes it one.
        case notARoot
        /// A file of the root cannot be read as what it should be.
        case damaged
        /// A final name is taken by other bytes. Nothing goes on until someone looks.
        case conflict
        /// A path below the root goes through something that is not a directory, such as a symbolic link.
        case escape
        /// Every slot of the group is taken.
        case slotsExhausted
        /// A manifest contradicts itself or its files.
        case inconsistent
        /// Another process holds the lock for a moment: try again.
        case busy
        /// Another root, or none, has taken the place of the one that was opened.
        case replaced
        /// What an operator has decided cannot be carried out.
        case refused
        /// No epoch that waits has the id.
        case unknownEpoch
    }

    package let code: Code
    package let message: String
    package let cause: FileError?

    package init(code: Code, message: String, cause: FileError? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    package init(_ error: FileError) {
        self.init(code: .file, message: error.description, cause: error)
    }

    package init(_ error: ManifestError, at path: String) {
        let code: Code =
            switch error.code {
            case .newerVersion: .newerVersion
            case .damaged, .tooLarge: .damaged
            case .inconsistent: .inconsistent
            }
        self.init(code: code, message: "\(path): \(error.message)")
    }

    package var description: String { message }
}

extension StoreError {
    /// Whether the same call may succeed later without anyone's help.
    package var mayPass: Bool {
        switch code {
        case .file, .busy, .conflict, .escape: true
        case .newerVersion, .notARoot, .damaged, .slotsExhausted, .inconsistent, .replaced, .refused, .unknownEpoch:
            false
        }
    }
}
