// Sluice
// SPDX-License-Identifier: Apache-2.0

/// One call of the call log.
package struct FileCall: Hashable, Sendable, CustomStringConvertible {
    package let operation: FileOperation
    /// The path, or `<source> -> <target>`.
    package let path: String

    package init(operation: FileOperation, path: String) {
        self.operation = operation
        self.path = path
    }

    package var description: String { "\(operation.rawValue) \(path)" }
}
