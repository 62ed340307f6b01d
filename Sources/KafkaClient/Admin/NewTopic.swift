// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A topic to be created.
package struct NewTopic: Sendable {
    package let name: String
    package let partitions: Int
    package let replicas: Int
    /// Topic settings, as `retention.ms`.
    package let settings: [String: String]

    package init(_ name: String, partitions: Int, replicas: Int = 1, settings: [String: String] = [:]) {
        self.name = name
        self.partitions = partitions
        self.replicas = replicas
        self.settings = settings
    }
}
