// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A fault of a YAML text, with its place.
package struct YAMLError: Error, Sendable, Equatable {
    package let span: SourceSpan
    package let message: String
    package let hint: String?

    package init(span: SourceSpan, message: String, hint: String? = nil) {
        self.span = span
        self.message = message
        self.hint = hint
    }
}
