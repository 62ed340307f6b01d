// Sluice
// SPDX-License-Identifier: Apache-2.0

import YAML

extension DiagnosticReport {
    /// The report for people: `file:line:column`, source line, caret, hint; counts at the end.
    ///
    /// `consequence` follows the counts: "nothing was started". An empty report renders to nothing.
    package func text(consequence: String? = nil) -> String {
        guard !diagnostics.isEmpty else { return "" }
        var text = ""
        for diagnostic in diagnostics.prefix(TopologyLimits.diagnosticsMax) {
            let place = "\(diagnostic.file):\(diagnostic.span.start.line):\(diagnostic.span.start.column)"
            text += "\(place): \(diagnostic.severity.rawValue): \(diagnostic.message)\n"
            if let snippet = snippet(of: diagnostic) {
                text += "    \(snippet.line)\n    \(snippet.marks)\n"
            }
            if let hint = diagnostic.hint { text += "  hint: \(hint)\n" }
        }
        let hidden = diagnostics.count - TopologyLimits.diagnosticsMax
        if hidden > 0 { text += "\(hidden) more\n" }
        return text + counts + (consequence.map { "; \($0)" } ?? "") + "\n"
    }

    /// "2 errors, 1 warning".
    package var counts: String {
        func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
        let parts = [
            errorCount > 0 ? count(errorCount, "error") : nil, warningCount > 0 ? count(warningCount, "warning") : nil,
        ].compactMap(\.self)
        return parts.isEmpty ? "no errors" : parts.joined(separator: ", ")
    }
}
