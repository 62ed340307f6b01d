// Sluice
// SPDX-License-Identifier: Apache-2.0

import Expressions
package import Records
package import YAML

/// What the plan of a topology is made in: the layout of its records, what is known of their fields, and the report.
package struct PlanContext: ReportingContext {
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

    package mutating func take(_ severity: Severity, _ message: String, at span: SourceSpan, hint: String?) {
        report.add(Diagnostic(severity: severity, file: file, span: span, message: message, hint: hint))
    }

    package mutating func conceal(_ span: SourceSpan) { report.conceal(span, in: file) }
}
