// Sluice
// SPDX-License-Identifier: Apache-2.0

import Expressions
package import Records
package import YAML

/// What the plan of a topology is made in: the layout of its records, what is known of their fields, and the report.
package struct PlanContext {
    package let file: String
    package internal(set) var report: DiagnosticReport
    /// Grows with every field that a stage or an output names.
    package internal(set) var layout = RecordLayout()
    /// Whether an expression needs the key of the Kafka record.
    package internal(set) var readsKey = false
    /// Whether an expression needs the headers of the Kafka record.
    package internal(set) var readsHeaders = false
    /// Whether the output being made takes the dead letters, which have no fields.
    package internal(set) var isForDeadLetters = false
    /// What is being made: `enrich[0].set`, `outputs.web`.
    package internal(set) var label = ""
    var fields = KnownFields()

    init(file: String, report: DiagnosticReport) {
        self.file = file
        self.report = report
    }

    /// Reports an error, or a warning.
    package mutating func report(
        _ message: String, at span: SourceSpan, severity: Severity = .error, hint: String? = nil
    ) {
        report.add(Diagnostic(severity: severity, file: file, span: span, message: message, hint: hint))
    }

    /// Reports an error inside a scalar; offset and length are in UTF-8 bytes of its text.
    package mutating func report(
        _ message: String, in scalar: ConfigScalar, at offset: Int, length: Int, hint: String? = nil
    ) {
        report(message, at: scalar.span(ofUTF8: offset, length: length), hint: hint)
    }

    /// Keeps a stretch of the file out of every rendering.
    package mutating func conceal(_ span: SourceSpan) { report.conceal(span, in: file) }
}
