// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What came of loading a file.
package struct LoadedTopology: Sendable {
    /// Nil where the report has errors.
    package let plan: TopologyPlan?
    package let report: DiagnosticReport

    package var diagnostics: [Diagnostic] { report.diagnostics }
}
