// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What a series is and which of its outliers are told.
public struct TemporalSettings: Sendable, Equatable {
    /// What the values are.
    public enum Kind: String, Sendable, CaseIterable {
        /// A level: lag, latency, a rate that was already made.
        case gauge
        /// A total that only rises; its rate per second is what is judged.
        case counter
    }

    /// Level or total.
    public var kind = Kind.gauge
    /// Which deviations from what was expected count.
    public var side = OutlierSide.both
    /// The score of an outlier. 5.4 is good where a false one costs a tenth of a missed one, as in the NAB benchmark.
    public var threshold = 5.4
    /// The score that is worth waking somebody for.
    public var pageThreshold = 9.0
    /// The least deviation from what was expected that is worth telling, in the unit of the values.
    public var minimumDeviation = 0.0

    /// A gauge, both sides, thresholds 5.4 and 9.
    public init() {}

    func check() {
        precondition(threshold > 0 && threshold.isFinite, "a threshold of \(threshold)")
        precondition(pageThreshold >= threshold && pageThreshold.isFinite, "pages below the threshold")
        precondition(minimumDeviation >= 0 && minimumDeviation.isFinite, "a negative bound")
    }
}
