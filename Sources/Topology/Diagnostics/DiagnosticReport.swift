// Sluice
// SPDX-License-Identifier: Apache-2.0

package import YAML

/// All findings about some files, errors first, each file's in the order of its text.
package struct DiagnosticReport: Sendable {
    /// What is shown of a file: its text, and where the secrets in it are.
    private struct File: Sendable {
        let source: SourceText
        var secrets: [SourceSpan] = []
    }

    private var files: [String: File] = [:]
    private var found: [Diagnostic] = []

    package init() {}

    /// Names the text that diagnostics about `file` quote.
    package mutating func setSource(_ source: SourceText, of file: String) {
        files[file] = File(source: source)
    }

    /// Marks a stretch of a file that no rendering shows.
    package mutating func conceal(_ span: SourceSpan, in file: String) {
        files[file]?.secrets.append(span)
    }

    package mutating func add(_ diagnostic: Diagnostic) {
        guard !found.contains(diagnostic) else { return }
        found.append(diagnostic)
    }

    /// Takes over what another report has found.
    package mutating func merge(_ other: DiagnosticReport) {
        files.merge(other.files) { first, _ in first }
        found += other.found
    }

    package var errorCount: Int { found.count { $0.severity == .error } }
    package var warningCount: Int { found.count { $0.severity == .warning } }
    package var hasErrors: Bool { found.contains { $0.severity == .error } }

    /// The findings, errors before warnings, then by file and place.
    package var diagnostics: [Diagnostic] {
        found.enumerated().sorted { left, right in
            let (a, b) = (left.element, right.element)
            if a.severity != b.severity { return a.severity == .error }
            if a.file != b.file { return a.file < b.file }
            if a.span.start != b.span.start { return a.span.start < b.span.start }
            return left.offset < right.offset
        }.map(\.element)
    }

    /// The source line that a diagnostic is about, secrets as `***`, with the place of its caret; nil without a line.
    func snippet(of diagnostic: Diagnostic) -> SourceSnippet? {
        guard let file = files[diagnostic.file], let line = file.source.line(diagnostic.span.start.line) else {
            return nil
        }
        return SourceSnippet(line: line, span: diagnostic.span, secrets: file.secrets)
    }
}
