// Sluice
// SPDX-License-Identifier: Apache-2.0

package import YAML

/// What values of a file are checked in: takes the findings and what must not be shown.
package protocol ReportingContext {
    /// Takes a finding about a place.
    mutating func take(_ severity: Severity, _ message: String, at span: SourceSpan, hint: String?)
    /// Keeps a stretch out of every rendering.
    mutating func conceal(_ span: SourceSpan)
}

extension ReportingContext {
    /// Reports an error, or a warning.
    package mutating func report(
        _ message: String, at span: SourceSpan, severity: Severity = .error, hint: String? = nil
    ) {
        take(severity, message, at: span, hint: hint)
    }

    /// Reports an error inside a scalar; offset and length are in UTF-8 bytes of its text.
    package mutating func report(
        _ message: String, in scalar: ConfigScalar, at offset: Int, length: Int, hint: String? = nil
    ) {
        report(message, at: scalar.span(ofUTF8: offset, length: length), hint: hint)
    }
}
