// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A path or a set of names that a layout cannot take.
public struct RecordLayoutError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was wrong.
    public enum Code: Hashable, Sendable {
        case emptyPath, pathTooLong, nameTooLong, tooManyPaths, tooManyNames, tooManyMarks
    }

    /// What was wrong.
    public let code: Code
    /// The same in words, with the limit that was reached.
    public let message: String

    /// The message.
    public var description: String { message }
}
