// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The limits of an audit; docs/LIMITS.md gives the reasons to users.
package enum AuditLimits {
    /// Findings that a report names; more are counted.
    package static let findingsMax = 1000
    /// Counted gaps that a report names per incarnation; more are only summed.
    package static let gapsMax = 1000
    /// Sealed epochs in `_pending` whose ranges are kept.
    static let pendingMax = 65_536
    /// Paths of published files that are kept at a time, eight bytes each; for more the manifests are read again.
    package static let namedFilesMax = 4_194_304
    /// Directories of data files that wait to be looked at.
    static let directoriesMax = 1_048_576
    /// Data files that no manifest seemed to name and that are looked for again at a time.
    static let unnamedMax = 65_536
    /// Files of others that a report names per root; more are counted.
    static let foreignMax = 100
}
