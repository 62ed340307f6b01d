// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A command line that does not fit its specification.
package struct UsageError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong with what, lower case, no full stop.
    package let message: String
    /// What to do about it.
    package let hint: String?

    package init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }

    package var description: String { hint.map { "\(message)\n  \($0)" } ?? message }
}
