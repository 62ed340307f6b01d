// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What makes a peer an outlier.
public struct PeerSettings: Sendable, Equatable {
    /// Modified z (MAD) or multiple of the median distance (DBSCAN) beyond which a value is out.
    public var tolerance = 3.5
    /// Percentage of a series' values that must be *exceeded* by those that are out (MAD only): 0 with one value each.
    public var percent = 0.0
    /// Which deviations count.
    public var side = OutlierSide.both
    /// The least deviation from the median that is worth telling, in the unit of the values.
    public var minimumDeviation = 0.0
    /// The least deviation as a part of |median|: for large values that lie close together.
    public var minimumShare = 0.0
    /// Below this many peers nothing is found: a MAD of three says little.
    public var peersMin = 4
    /// Whether each side of the median has its own MAD (skewed values such as lag).
    public var isDouble = false
    /// The least sigma, in the unit of the values.
    public var scaleFloor = 0.0

    /// Tolerance 3.5, both sides, at least four peers, no other bound.
    public init() {}

    /// The deviation from a median that must be exceeded whatever the scores say.
    func leastDeviation(from median: Double) -> Double { max(minimumDeviation, minimumShare * abs(median)) }

    func check() {
        precondition(tolerance > 0 && tolerance.isFinite, "a tolerance of \(tolerance)")
        precondition((0..<100).contains(percent), "\(percent) percent")
        precondition(minimumDeviation >= 0 && minimumShare >= 0 && scaleFloor >= 0, "a negative bound")
        precondition(peersMin >= 3, "\(peersMin) peers have no median worth the name")
    }
}
