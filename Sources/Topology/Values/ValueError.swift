// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Why a text is not the value that was wanted.
package struct ValueError: Error, Sendable, Equatable {
    package let message: String
    package let hint: String?

    package init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }
}
