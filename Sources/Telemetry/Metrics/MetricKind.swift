// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What a metric is to who reads it.
package enum MetricKind: String, Sendable {
    /// Only grows while the process lives.
    case counter
    /// Goes up and down.
    case gauge
    /// Counts observations by size.
    case histogram
}
