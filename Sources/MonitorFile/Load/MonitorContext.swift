// Sluice
// SPDX-License-Identifier: Apache-2.0

package import Topology
package import YAML

/// Takes the findings about a monitor's configuration, which comes from several texts: a file, and variables of the
/// environment.
///
/// All texts share one space of line numbers, as the sources of a compiler do; a finding is told with the text that its
/// line belongs to.
package struct MonitorContext: ReportingContext {
    private struct Part {
        let firstLine: Int
        let name: String
        /// Nil where no text is there to be shown, as for a file that cannot be read.
        let source: SourceText?
    }

    package private(set) var report = DiagnosticReport()
    private var parts: [Part] = []
    private var nextLine = 1

    /// `name` is that of the file, as diagnostics have it.
    package init(_ source: SourceText?, named name: String) {
        _ = add(source, named: name)
    }

    /// Adds a text and tells the line at which it begins.
    package mutating func add(_ source: SourceText?, named name: String) -> Int {
        let firstLine = nextLine
        if let source { report.setSource(source, of: name) }
        parts.append(Part(firstLine: firstLine, name: name, source: source))
        nextLine += (source?.lineCount ?? 1) + 1
        return firstLine
    }

    package mutating func take(_ severity: Severity, _ message: String, at span: SourceSpan, hint: String?) {
        let (part, span) = own(span)
        report.add(Diagnostic(severity: severity, file: part.name, span: span, message: message, hint: hint))
    }

    package mutating func conceal(_ span: SourceSpan) {
        let (part, span) = own(span)
        report.conceal(span, in: part.name)
    }

    /// The text that a span lies in, and the span as that text counts.
    private func own(_ span: SourceSpan) -> (Part, SourceSpan) {
        let part = parts.last { $0.firstLine <= span.start.line } ?? parts[0]
        let shift = part.firstLine - 1
        return (
            part,
            SourceSpan(
                start: SourcePosition(line: span.start.line - shift, column: span.start.column),
                end: SourcePosition(line: span.end.line - shift, column: span.end.column))
        )
    }
}
