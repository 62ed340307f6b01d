// Sluice
// SPDX-License-Identifier: Apache-2.0

package import Topology

extension Registry {
    /// The outputs that this target offers to topology files. A new one is registered by its line here.
    package static let sinks = Registry(outputs: [ArchiveOutputPlan.spec])
}
