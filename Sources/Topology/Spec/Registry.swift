// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The stages and outputs that topologies may use. The runtime puts it together from what its parts offer.
package struct Registry: Sendable {
    package let stages: [StageSpec]
    package let outputs: [OutputSpec]

    package init(stages: [StageSpec] = [], outputs: [OutputSpec] = []) {
        precondition(
            Set(stages.map { "\($0.section).\($0.name)" }).count == stages.count
                && Set(outputs.map(\.name)).count == outputs.count, "a name is registered twice")
        self.stages = stages
        self.outputs = outputs
    }

    package static func + (left: Registry, right: Registry) -> Registry {
        Registry(stages: left.stages + right.stages, outputs: left.outputs + right.outputs)
    }

    package func stage(_ name: String, in section: Section) -> StageSpec? {
        stages.first { $0.section == section && $0.name == name }
    }
}
