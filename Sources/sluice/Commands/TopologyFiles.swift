// Sluice
// SPDX-License-Identifier: Apache-2.0

import Runtime
import Sinks
import Stages
import Terminal
import Topology

/// Topology files from the command line, loaded with everything that is registered.
enum TopologyFiles {
    /// The loader with all stages and outputs and the process's environment.
    static func loader(environment: [String: String]? = nil) -> TopologyLoader {
        TopologyLoader(registry: .stages + .sinks, environment: environment ?? ProcessEnvironment.variables)
    }

    /// Loads all files; nil where one has errors. What was found is merged into one report.
    static func load(_ paths: [String]) -> (plans: [TopologyPlan]?, report: DiagnosticReport) {
        let loader = loader()
        var plans: [TopologyPlan] = []
        var report = DiagnosticReport()
        for path in paths {
            let loaded = loader.load(path: path)
            report.merge(loaded.report)
            if let plan = loaded.plan { plans.append(plan) }
        }
        return (plans.count == paths.count ? plans : nil, report)
    }
}
