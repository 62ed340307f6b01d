// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A pattern that does not compile.
package struct RegexError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong, as PCRE2 words it.
    package let message: String
    /// Byte of the pattern at which it was noticed.
    package let offset: Int

    package init(message: String, offset: Int) {
        self.message = message
        self.offset = offset
    }

    package var description: String { "\(message) at byte \(offset)" }
}
