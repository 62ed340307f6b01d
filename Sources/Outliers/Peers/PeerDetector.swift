// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Finds the series that are unlike their peers of the same moment or window.
public struct PeerDetector: Sendable {
    /// What makes a peer an outlier.
    public let settings: PeerSettings
    /// Values that were not finite, or beyond 1e100, and were left out.
    public private(set) var refused: UInt64 = 0

    /// The settings must be in range: `tolerance` above 0, `percent` from 0 to 99, at least three peers.
    public init(_ settings: PeerSettings = PeerSettings()) {
        settings.check()
        self.settings = settings
    }

    /// MAD across peers that have one value each, such as the lag of each partition of a group. O(n log n).
    ///
    /// Values that are not finite are left out and counted; findings ascend by index.
    public mutating func findings(among values: [Double]) -> [PeerFinding] {
        precondition(values.count <= OutliersLimits.peersMax, "\(values.count) peers")
        let finite = values.filter(Self.isUsable)
        refused += UInt64(values.count - finite.count)
        guard finite.count >= settings.peersMin, let scale = scale(of: finite) else { return [] }
        var findings: [PeerFinding] = []
        for (index, value) in values.enumerated() where Self.isUsable(value) {
            if isOut(value, scale) { findings.append(finding(index, value, 1, scale, finite.count - 1)) }
        }
        return findings
    }

    /// MAD across series that have several values each: a series is an outlier where more than `percent` of its values
    /// are out, measured by the median and the MAD of all values of all series (the rule of Datadog's `outliers`).
    public mutating func findings(amongSeries series: [[Double]]) -> [PeerFinding] {
        precondition(series.count <= OutliersLimits.peersMax, "\(series.count) peers")
        precondition(series.allSatisfy { $0.count <= OutliersLimits.peerValuesMax }, "a window of too many values")
        let all = series.reduce(into: [Double]()) { $0 += $1.filter(Self.isUsable) }
        refused += UInt64(series.reduce(0) { $0 + $1.count } - all.count)
        let filled = series.count { $0.contains(where: Self.isUsable) }
        guard filled >= settings.peersMin, let scale = scale(of: all) else { return [] }
        var findings: [PeerFinding] = []
        for (index, values) in series.enumerated() {
            let finite = values.filter(Self.isUsable)
            let out = finite.filter { isOut($0, scale) }
            let worst = out.max { abs(scale.score($0)) < abs(scale.score($1)) }
            guard let worst, Double(out.count) * 100 > settings.percent * Double(finite.count) else { continue }
            findings.append(finding(index, worst, Double(out.count) / Double(finite.count), scale, filled - 1))
        }
        return findings
    }

    static func isUsable(_ value: Double) -> Bool { abs(value) <= OutliersLimits.magnitudeMax }

    private func scale(of values: [Double]) -> RobustScale? {
        RobustScale(of: values, isDouble: settings.isDouble, floor: settings.scaleFloor)
    }

    private func isOut(_ value: Double, _ scale: RobustScale) -> Bool {
        let difference = value - scale.median
        guard difference != 0, settings.side.takes(difference) else { return false }
        // A new value among equal ones has no scale: only an absolute bound can say that it matters.
        if scale.sigma(for: value).basis == .none, settings.leastDeviation(from: scale.median) == 0 { return false }
        return abs(difference) > settings.leastDeviation(from: scale.median)
            && abs(scale.score(value)) > settings.tolerance
    }

    private func finding(
        _ index: Int, _ value: Double, _ share: Double, _ scale: RobustScale, _ peers: Int
    ) -> PeerFinding {
        let sigma = scale.sigma(for: value)
        let score = min(PeerFinding.scoreMax, max(-PeerFinding.scoreMax, scale.score(value)))
        return PeerFinding(
            method: .mad, index: index, value: value, median: scale.median, mad: scale.mad, scale: sigma.value,
            basis: sigma.basis, score: score, threshold: settings.tolerance, share: share, peers: peers)
    }
}
