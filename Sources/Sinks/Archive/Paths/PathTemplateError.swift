// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Why a path template cannot be used.
package struct PathTemplateError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Byte of the template's UTF-8 text, from 0.
    package let offset: Int
    /// What is wrong there and how to write it.
    package let message: String

    package init(offset: Int, message: String) {
        self.offset = offset
        self.message = message
    }

    package var description: String { message }
}
