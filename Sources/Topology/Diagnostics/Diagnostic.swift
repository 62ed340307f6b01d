// Sluice
// SPDX-License-Identifier: Apache-2.0

package import YAML

/// One finding about a file: what, where, how to put it right.
///
/// Messages are lower case without a full stop and hold neither secrets nor payloads.
package struct Diagnostic: Sendable, Equatable {
    package let severity: Severity
    package let file: String
    package let span: SourceSpan
    package let message: String
    package let hint: String?

    package init(severity: Severity, file: String, span: SourceSpan, message: String, hint: String? = nil) {
        self.severity = severity
        self.file = file
        self.span = span
        self.message = message
        self.hint = hint
    }
}
