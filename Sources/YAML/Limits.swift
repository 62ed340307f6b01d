// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What a YAML document may cost. A topology is some kilobytes; these leave two orders of magnitude of room.
package enum YAMLLimits {
    /// Bytes of one document.
    package static let sourceBytesMax = 1 << 20
    /// Levels of nesting, those that aliases add included. Recursive readers rely on it.
    package static let depthMax = 64
    /// Nodes of one document, each use of an alias counted with all nodes that it stands for.
    package static let nodesMax = 50_000
    /// Errors kept of one document; a fatal one is always kept.
    package static let errorsMax = 50
}
