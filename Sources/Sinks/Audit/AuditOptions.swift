// Sluice
// SPDX-License-Identifier: Apache-2.0

/// How an audit is done.
package struct AuditOptions: Sendable {
    /// Contents of files are read where their epoch was sealed at or after this time, in milliseconds; of older ones
    /// only the size. Nil reads all.
    package var sinceMs: Int64?
    /// Whether it is an error that offsets lie in roots that were not given.
    package var demandsAll = false
    /// The wall clock, in milliseconds, that retention is judged by; nil: no file is past it.
    package var nowMs: Int64?
    /// Paths of published files that are kept at a time; `AuditLimits.namedFilesMax` where nobody says otherwise.
    package var namedFilesMax = AuditLimits.namedFilesMax

    package init() {}
}
