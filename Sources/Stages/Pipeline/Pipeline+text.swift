// Sluice
// SPDX-License-Identifier: Apache-2.0

import Topology

/// A topology text that cannot be a pipeline; describes itself as the loader's report.
public struct PipelineTextError: Error, CustomStringConvertible {
    /// The report.
    public let description: String
}

extension Pipeline {
    /// The plan of an output that keeps nothing.
    private struct Nowhere: OutputPlan {}

    /// Compiles a topology whose outputs are all of the kind `nowhere`, without options: for benchmarks, which measure
    /// the stages alone.
    public init(topologyText text: String) throws(PipelineTextError) {
        let nowhere = OutputSpec(
            name: "nowhere", summary: "Keeps nothing.", options: [], example: "nowhere: {}", deadLetterDefaults: [:],
            make: { _, _ in Nowhere() })
        let loader = TopologyLoader(registry: .stages + Registry(outputs: [nowhere]), environment: [:])
        let loaded = loader.load(bytes: Array(text.utf8), path: "text")
        guard let plan = loaded.plan else { throw PipelineTextError(description: loaded.report.text()) }
        self.init(plan: plan)
    }
}
