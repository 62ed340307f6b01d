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
}
