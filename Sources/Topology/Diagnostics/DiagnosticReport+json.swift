// Sluice
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import YAML

extension DiagnosticReport {
    private struct Document: Encodable {
        let errors: Int
        let warnings: Int
        let diagnostics: [Entry]
    }

    private struct Entry: Encodable {
        let severity: Severity
        let file: String
        let line: Int
        let column: Int
        let endLine: Int
        let endColumn: Int
        let message: String
        let hint: String?
        let source: String?
    }

    /// The report for programs: one JSON object with the counts and the list, in the same order as the text.
    package func json() -> String {
        let entries = diagnostics.map { diagnostic in
            Entry(
                severity: diagnostic.severity, file: diagnostic.file, line: diagnostic.span.start.line,
                column: diagnostic.span.start.column, endLine: diagnostic.span.end.line,
                endColumn: diagnostic.span.end.column, message: diagnostic.message, hint: diagnostic.hint,
                source: snippet(of: diagnostic)?.line)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let document = Document(errors: errorCount, warnings: warningCount, diagnostics: entries)
        guard let data = try? encoder.encode(document) else { return "{}" }
        return String(decoding: data, as: UTF8.self)
    }
}
