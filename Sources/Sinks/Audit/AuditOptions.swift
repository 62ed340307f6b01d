// Sluice
// SPDX-License-Identifier: Apache-2.0

/// How an audit is done.
package struct AuditOptions: Sendable {
    /// The wall clock, in milliseconds, that retention is judged by; nil: no file is past it.
    package var nowMs: Int64?
    /// Paths of published files that are kept at a time; `AuditLimits.namedFilesMax` where nobody says otherwise.
    package var namedFilesMax = AuditLimits.namedFilesMax

    package init() {}
}
