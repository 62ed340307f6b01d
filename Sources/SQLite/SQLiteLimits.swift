// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Bounds of this target; docs/LIMITS.md says why each has its value.
package enum SQLiteLimits {
    /// How long a statement waits for a lock of another connection, in milliseconds.
    package static let busyTimeoutMs = 2000
    /// Damaged files that are kept beside a database; the next one takes the place of the last.
    package static let setAsideMax = 10
}
