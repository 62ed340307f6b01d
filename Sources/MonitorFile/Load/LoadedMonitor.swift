// Sluice
// SPDX-License-Identifier: Apache-2.0

package import LagMonitor
package import Topology

/// What came of loading a monitor's configuration.
package struct LoadedMonitor: Sendable {
    /// Nil where the report has errors.
    package let plan: MonitorPlan?
    /// Errors, and as warnings what a reader should know: what is ignored and why.
    package let report: DiagnosticReport

    init(plan: MonitorPlan?, report: DiagnosticReport) {
        self.plan = report.hasErrors ? nil : plan
        self.report = report
    }

    package var diagnostics: [Diagnostic] { report.diagnostics }
}
