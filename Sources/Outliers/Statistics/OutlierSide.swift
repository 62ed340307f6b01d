// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Which deviations count.
public enum OutlierSide: String, Sendable, CaseIterable {
    case both
    /// Only values that are too high: lag, errors, latency.
    case above
    /// Only values that are too low: a host that falls silent.
    case below

    /// Whether a deviation with this sign counts.
    @inline(__always)
    func takes(_ difference: Double) -> Bool {
        switch self {
        case .both: true
        case .above: difference > 0
        case .below: difference < 0
        }
    }
}
