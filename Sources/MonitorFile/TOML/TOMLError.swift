// Sluice
// SPDX-License-Identifier: Apache-2.0

package import YAML

/// A fault of a TOML text, with its place.
package struct TOMLError: Error, Sendable, Equatable {
    package let span: SourceSpan
    package let message: String
    package let hint: String?

    init(_ message: String, at span: SourceSpan, hint: String? = nil) {
        self.span = span
        self.message = message
        self.hint = hint
    }
}
