// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Medians and deviations that a few wild values do not move.
///
/// Modified z and its constants: Iglewicz and Hoaglin, "How to Detect and Handle Outliers", 1993.
public enum Robust {
    /// The MAD of a normal distribution is this part of its standard deviation: the 75 % point.
    public static let madOfSigma = 0.6745
    /// The standard deviation of a normal distribution over its mean absolute deviation: the root of pi / 2.
    public static let sigmaOverMeanDeviation = 1.253314
    /// The limit of |modified z| that Iglewicz and Hoaglin advise.
    public static let usualThreshold = 3.5

    /// The middle value, or the mean of the two in the middle; nil of nothing. The values must be finite. O(n log n).
    public static func median(_ values: [Double]) -> Double? {
        median(sorted: values.sorted())
    }

    /// The same of values in ascending order. O(1).
    public static func median(sorted values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let middle = values.count / 2
        if values.count % 2 == 1 { return values[middle] }
        // Halves first: the sum of two large values is not finite.
        return values[middle - 1] / 2 + values[middle] / 2
    }

    /// The median of |x - centre|, not normalised; nil of nothing.
    public static func mad(_ values: [Double], about centre: Double) -> Double? {
        median(values.map { abs($0 - centre) })
    }

    /// The mean of |x - centre|; nil of nothing.
    public static func meanDeviation(_ values: [Double], about centre: Double) -> Double? {
        guard !values.isEmpty else { return nil }
        let count = Double(values.count)
        return values.reduce(0) { $0 + abs($1 - centre) / count }
    }
}
