// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What the configuration of a monitor may have.
package enum MonitorFileLimits {
    /// Clusters of one monitor: each costs threads and connections.
    package static let clustersMax = 64
    /// Characters of a cluster's name: it becomes a part of paths, labels and file names.
    package static let clusterNameLengthMax = 64
    /// Patterns of one list, and groups that are named one by one.
    package static let patternsMax = 256
    package static let groupsMax = 10_000
    /// Tokens of one role.
    package static let tokensMax = 64
    /// Bytes of one variable of the environment.
    package static let variableBytesMax = 64 << 10
    /// Bytes of a `burrow.toml`.
    package static let tomlBytesMax = 1 << 20
    /// Tables and arrays inside each other.
    package static let tomlDepthMax = 32
    /// Keys and items of a text.
    package static let tomlValuesMax = 50_000
}
