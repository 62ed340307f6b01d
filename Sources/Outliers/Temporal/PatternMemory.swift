// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The patterns that a series has shown: how far a new one is from all of them says how new it is.
///
/// A pattern within the radius of a known one renews that one; another is learnt, and where all places are taken the
/// one that was not seen for longest goes. The radius adapts, so that the places last for a good while.
struct PatternMemory: Sendable {
    /// Patterns are kept in blocks of this many, one vector per dimension.
    private static let lanes = 8
    /// Where no pattern is: further than any value.
    private static let nowhere: Float = 3e38
    private static let radiusMin = 0.01
    private static let shrink = 0.9995
    private static let growth = 1.05
    /// A radius wider than this, in sigmas of the values, would know everything.
    private static let radiusMax = 10.0

    let dimensions: Int
    private(set) var places: [SIMD8<Float>]
    private(set) var used: [UInt32]
    private(set) var count = 0
    /// In standard deviations of the series' values.
    private(set) var radius = 0.05

    init(dimensions: Int) {
        self.dimensions = dimensions
        let blocks = OutliersLimits.patternsMax / Self.lanes
        places = [SIMD8<Float>](repeating: SIMD8(repeating: Self.nowhere), count: blocks * dimensions)
        used = [UInt32](repeating: 0, count: OutliersLimits.patternsMax)
    }

    /// From what was exported; nil where it is no memory.
    init?(dimensions: Int, places: [SIMD8<Float>], used: [UInt32], count: Int, radius: Double) {
        self.init(dimensions: dimensions)
        guard places.count == self.places.count, used.count == self.used.count,
            (0...OutliersLimits.patternsMax).contains(count), (Self.radiusMin...Self.radiusMax).contains(radius),
            places.allSatisfy({ block in (0..<Self.lanes).allSatisfy { block[$0].isFinite } })
        else { return nil }
        (self.places, self.used, self.count, self.radius) = (places, used, count, radius)
    }

    /// The distance (in the largest of the dimensions) from the nearest known pattern; the new one is learnt.
    /// - Parameter row: the number of the sample, by which old patterns are told.
    mutating func distance(of pattern: SIMD4<Float>, sigma: Double, row: UInt32) -> Double {
        guard count > 0 else {
            learn(pattern, at: 0, row)
            count = 1
            return 0
        }
        let (distance, nearest) = nearest(to: pattern)
        if Double(distance) <= radius * sigma {
            used[nearest] = row
            radius = max(Self.radiusMin, radius * Self.shrink)
        } else if count < OutliersLimits.patternsMax {
            learn(pattern, at: count, row)
            count += 1
        } else {
            var oldest = 0
            for index in used.indices where used[index] < used[oldest] { oldest = index }
            learn(pattern, at: oldest, row)
            radius = min(Self.radiusMax, radius * Self.growth)
        }
        return Double(distance)
    }

    /// Sample numbers less by this many: before they would run over.
    mutating func age(by rows: UInt32) {
        for index in used.indices { used[index] = used[index] > rows ? used[index] - rows : 0 }
    }

    @inline(__always)
    private func nearest(to pattern: SIMD4<Float>) -> (distance: Float, index: Int) {
        var best = SIMD8<Float>(repeating: .infinity)
        var bestBlock = SIMD8<Int32>(repeating: 0)
        for block in 0..<(count + Self.lanes - 1) / Self.lanes {
            var far = SIMD8<Float>(repeating: 0)
            for dimension in 0..<dimensions {
                let difference = places[block * dimensions + dimension] - pattern[dimension]
                let absolute = difference.replacing(with: -difference, where: difference .< 0)
                far.replace(with: absolute, where: absolute .> far)
            }
            let closer = far .< best
            best.replace(with: far, where: closer)
            bestBlock.replace(with: Int32(block), where: closer)
        }
        var lane = 0
        for other in 1..<Self.lanes where best[other] < best[lane] { lane = other }
        return (best[lane], Int(bestBlock[lane]) * Self.lanes + lane)
    }

    private mutating func learn(_ pattern: SIMD4<Float>, at index: Int, _ row: UInt32) {
        let (block, lane) = (index / Self.lanes, index % Self.lanes)
        for dimension in 0..<dimensions { places[block * dimensions + dimension][lane] = pattern[dimension] }
        used[index] = row
    }
}
