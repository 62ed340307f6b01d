// Sluice
// SPDX-License-Identifier: Apache-2.0

package import Topology

extension Registry {
    /// Every stage there is. A new one is registered by its line here and its case of `Step`.
    package static let stages = Registry(stages: [
        .json,
        .combined,
        .set,
        .maskKeys,
        .remove,
        .scan,
    ])
}
