// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What a sample's values are measured by: its median and what counts as one sigma on either side of it.
public struct RobustScale: Sendable, Equatable {
    /// How one sigma was found.
    public enum Basis: String, Sendable {
        /// 1.4826 times the MAD.
        case mad
        /// 1.4826 times the MAD of the values on this side of the median (double MAD, for skewed values).
        case sideMad = "side_mad"
        /// More than half of the values are equal, so that the MAD is 0: 1.253314 times the mean absolute deviation.
        case meanDeviation = "mean_deviation"
        /// All values are equal: any other value is a new one, and its score has no scale.
        case none
        /// The floor, which was larger than what the values give.
        case floor
    }

    /// One sigma and where it comes from.
    public struct Sigma: Sendable, Equatable {
        /// In the unit of the values.
        public let value: Double
        /// How it was found.
        public let basis: Basis
    }

    /// The median of all values.
    public let median: Double
    /// The MAD of all values, not normalised.
    public let mad: Double
    /// One sigma for values below the median.
    public let below: Sigma
    /// One sigma for values at and above the median.
    public let above: Sigma

    /// - Parameters:
    ///   - values: finite values in any order; nil is returned of none. O(n log n).
    ///   - isDouble: whether each side of the median has its own MAD.
    ///   - floor: the least sigma; 0 for none.
    public init?(of values: [Double], isDouble: Bool = false, floor: Double = 0) {
        precondition(floor >= 0 && floor.isFinite, "a floor of \(floor)")
        guard let median = Robust.median(values), let mad = Robust.mad(values, about: median) else { return nil }
        self.median = median
        self.mad = mad
        let plain = Self.sigma(mad: mad, basis: .mad, values, median)
        var sides = (below: plain, above: plain)
        if isDouble {
            let low = Robust.median(values.filter { $0 <= median }.map { median - $0 }) ?? 0
            let high = Robust.median(values.filter { $0 >= median }.map { $0 - median }) ?? 0
            sides = (
                Self.sigma(mad: low, basis: .sideMad, values, median),
                Self.sigma(mad: high, basis: .sideMad, values, median)
            )
        }
        below = Self.floored(sides.below, floor)
        above = Self.floored(sides.above, floor)
    }

    /// Modified z of a value; infinite with the value's sign where the scale is 0 and the value is not the median.
    public func score(_ value: Double) -> Double {
        let difference = value - median
        if difference == 0 { return 0 }
        let sigma = difference > 0 ? above.value : below.value
        return sigma > 0 ? difference / sigma : (difference > 0 ? .infinity : -.infinity)
    }

    /// The sigma that a value is measured by.
    public func sigma(for value: Double) -> Sigma { value >= median ? above : below }

    private static func sigma(mad: Double, basis: Basis, _ values: [Double], _ median: Double) -> Sigma {
        if mad > 0 { return Sigma(value: mad / Robust.madOfSigma, basis: basis) }
        let mean = Robust.meanDeviation(values, about: median) ?? 0
        if mean > 0 { return Sigma(value: Robust.sigmaOverMeanDeviation * mean, basis: .meanDeviation) }
        return Sigma(value: 0, basis: .none)
    }

    private static func floored(_ sigma: Sigma, _ floor: Double) -> Sigma {
        sigma.value < floor ? Sigma(value: floor, basis: .floor) : sigma
    }
}
