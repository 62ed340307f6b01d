// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What a topology may have. They keep messages and tables small; none is meant to be met.
package enum TopologyLimits {
    /// Stages of one topology.
    package static let stagesMax = 64
    /// Rules of `route`.
    package static let routesMax = 64
    /// Outputs, `dead_letters` included: a set of them is one bit each of a 64-bit word.
    package static let outputsMax = 64
    /// Topics of one source.
    package static let topicsMax = 1000
    /// Characters of the name of a topology or of an output: both become names of metrics and directories.
    package static let nameLengthMax = 64
    /// Names of a field path, as deep as a record may be.
    package static let fieldDepthMax = 32
    /// Bytes of a file that `${file:...}` reads.
    package static let includedFileBytesMax = 64 << 10
    /// Bytes of one scalar after substitution.
    package static let scalarBytesMax = 256 << 10
    /// Diagnostics printed of one file; more are counted.
    package static let diagnosticsMax = 100
    /// Characters of a source line that a diagnostic shows.
    package static let shownLineLengthMax = 200
}
