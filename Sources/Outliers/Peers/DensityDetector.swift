// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Finds the series outside the largest cluster: DBSCAN with one point as its own core (the rule of Datadog's
/// `outliers`).
///
/// A series is a point with one dimension per time. Neighbours are at most `tolerance` times the median distance from
/// the median series apart; what chains of neighbours connect is a cluster. Series that move alike but shifted in time
/// are far apart here, while MAD does not see the shift.
public struct DensityDetector: Sendable {
    /// `percent`, `isDouble` and `scaleFloor` (as the least radius) mean what they do for MAD, `percent` nothing.
    public let settings: PeerSettings
    /// Series with a value that is not finite, or beyond 1e100, that were left out.
    public private(set) var refused: UInt64 = 0

    /// The settings must be in range, as for `PeerDetector`.
    public init(_ settings: PeerSettings = PeerSettings()) {
        settings.check()
        self.settings = settings
    }

    /// Findings by ascending index. The series must have equally many values, at least one.
    ///
    /// O(n log n) for one value each, else O(n² values), for at most `OutliersLimits.clusteredSeriesMax` series.
    public mutating func findings(among series: [[Double]]) -> [PeerFinding] {
        let width = series.first?.count ?? 0
        precondition(series.allSatisfy { $0.count == width }, "series of different lengths")
        precondition(series.count <= (width == 1 ? OutliersLimits.peersMax : OutliersLimits.clusteredSeriesMax))
        precondition(width <= OutliersLimits.peerValuesMax, "a window of too many values")
        let usable = series.indices.filter { series[$0].allSatisfy(PeerDetector.isUsable) }
        refused += UInt64(series.count - usable.count)
        guard width > 0, usable.count >= settings.peersMin else { return [] }
        let middle = (0..<width).map { time in Robust.median(usable.map { series[$0][time] }) ?? 0 }
        let distances = usable.map { Self.distance(series[$0], middle) }
        let typical = Robust.median(distances) ?? 0
        let count = Double(distances.count)
        let mean = distances.reduce(0) { $0 + $1 / count }
        // More than half are equal: the mean distance takes the place of the median one, as with MAD.
        let radius = max(
            settings.scaleFloor, settings.tolerance * (typical > 0 ? typical : Robust.sigmaOverMeanDeviation * mean))
        guard radius > 0 else { return [] }
        let points = usable.map { series[$0] }
        let clusters = width == 1 ? Self.chains(points, radius) : Self.clusters(points, radius)
        let members = Self.largest(clusters, distances)
        return usable.indices.compactMap { point in
            guard clusters[point] != members else { return nil }
            return finding(point, usable, points, middle, (typical, radius), clusters, members)
        }
    }

    private func finding(
        _ point: Int, _ usable: [Int], _ points: [[Double]], _ middle: [Double],
        _ scale: (typical: Double, radius: Double), _ clusters: [Int], _ members: Int
    ) -> PeerFinding? {
        let own = points[point]
        let width = Double(middle.count)
        let shift = zip(own, middle).reduce(0) { $0 + ($1.0 - $1.1) / width }
        let level = middle.reduce(0) { $0 + $1 / width }
        guard settings.side.takes(shift) || (settings.side == .both && shift == 0),
            Self.distance(own, middle) / width.squareRoot() > settings.leastDeviation(from: level)
        else { return nil }
        var gap = Double.infinity
        for other in points.indices where clusters[other] == members {
            gap = min(gap, Self.distance(own, points[other]))
        }
        return PeerFinding(
            method: .dbscan, index: usable[point], value: own[own.count - 1], median: middle[middle.count - 1],
            mad: scale.typical, scale: scale.radius, basis: nil, score: min(PeerFinding.scoreMax, gap / scale.radius),
            threshold: 1, share: 1, peers: usable.count - 1)
    }

    private static func distance(_ one: [Double], _ other: [Double]) -> Double {
        var sum = 0.0
        for index in one.indices {
            let difference = one[index] - other[index]
            sum += difference * difference
        }
        return sum.squareRoot()
    }

    /// Clusters of points on a line: a gap wider than the radius begins a new one.
    private static func chains(_ points: [[Double]], _ radius: Double) -> [Int] {
        let order = points.indices.sorted { points[$0][0] < points[$1][0] }
        var clusters = [Int](repeating: 0, count: points.count)
        for (place, point) in order.enumerated().dropFirst() {
            let before = order[place - 1]
            clusters[point] = clusters[before] + (points[point][0] - points[before][0] > radius ? 1 : 0)
        }
        return clusters
    }

    /// Clusters by growing each from its first point.
    private static func clusters(_ points: [[Double]], _ radius: Double) -> [Int] {
        var clusters = [Int](repeating: -1, count: points.count)
        var next = 0
        for start in points.indices where clusters[start] < 0 {
            var open = [start]
            clusters[start] = next
            while let point = open.popLast() {
                for other in points.indices where clusters[other] < 0 {
                    guard distance(points[point], points[other]) <= radius else { continue }
                    clusters[other] = next
                    open.append(other)
                }
            }
            next += 1
        }
        return clusters
    }

    /// The cluster of the most points; of equally large ones the one that lies closest to the median series.
    private static func largest(_ clusters: [Int], _ distances: [Double]) -> Int {
        var sizes: [Int: (count: Int, nearest: Double)] = [:]
        for (cluster, distance) in zip(clusters, distances) {
            let size = sizes[cluster] ?? (0, .infinity)
            sizes[cluster] = (size.count + 1, min(size.nearest, distance))
        }
        let best = sizes.max { ($0.value.count, -$0.value.nearest) < ($1.value.count, -$1.value.nearest) }
        return best?.key ?? 0
    }
}
