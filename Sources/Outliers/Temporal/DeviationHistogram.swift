// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// How large deviations have been, as counts of their logarithms: a median and a tail quantile in O(1) amortised.
///
/// 640 counters of an eighth of an e-fold reach from 4e-18 to 2e17; what is beyond counts as the last of them.
struct DeviationHistogram: Sendable {
    /// Counters per e-fold.
    private static let resolution = 8.0
    private static let middle = OutliersLimits.buckets / 2
    static let tail = 0.99
    /// The tail's point of a normal distribution's deviations.
    static let tailSigmas = 2.576

    /// Counter 0 is for deviations of exactly 0.
    private(set) var counts = [Float](repeating: 0, count: OutliersLimits.buckets)
    private(set) var total: Float = 0
    private var median = Place()
    private var high = Place()

    /// The bucket in which a quantile lies, and the counts below it.
    private struct Place: Sendable {
        var bucket = 0
        var below: Float = 0
    }

    init() {}

    /// From counts that were exported; nil where they are no counts.
    init?(counts: [Float]) {
        guard counts.count == OutliersLimits.buckets, counts.allSatisfy({ $0 >= 0 && $0 < 1e9 }) else { return nil }
        self.counts = counts
        total = counts.reduce(0, +)
        settle()
    }

    /// One sigma by the median and by the tail, whichever is larger.
    @inline(__always)
    var sigma: Double {
        // The larger of the two is found among the logarithms: one power and not two.
        let middle = logarithm(median, 0.5) + Self.madShift
        let tail = logarithm(high, Float(Self.tail)) + Self.tailShift
        let larger = max(middle, tail)
        return larger > -.infinity ? exp(larger) : 0
    }

    /// The median deviation.
    var medianDeviation: Double { exp(logarithm(median, 0.5)) }

    private static let madShift = -log(Robust.madOfSigma)
    private static let tailShift = -log(tailSigmas)

    /// Takes a deviation, at least 0.
    mutating func add(_ deviation: Double) {
        let bucket = Self.bucket(of: deviation)
        counts[bucket] += 1
        total += 1
        if bucket < median.bucket { median.below += 1 }
        if bucket < high.bucket { high.below += 1 }
        settle()
    }

    /// Halves all counts, so that older deviations count less.
    mutating func halve() {
        for index in counts.indices { counts[index] *= 0.5 }
        // Sums anew: what rounding lost must not add up.
        total = counts.reduce(0, +)
        median.below = counts[..<median.bucket].reduce(0, +)
        high.below = counts[..<high.bucket].reduce(0, +)
        settle()
    }

    private static func bucket(of deviation: Double) -> Int {
        guard deviation > 0 else { return 0 }
        let place = (log(deviation) * resolution).rounded(.down) + Double(middle)
        return Int(min(Double(OutliersLimits.buckets - 1), max(1, place)))
    }

    private mutating func settle() {
        median = settled(median, 0.5)
        high = settled(high, Float(Self.tail))
    }

    @inline(__always)
    private func settled(_ place: Place, _ part: Float) -> Place {
        var place = place
        let wanted = part * total
        while place.below > wanted, place.bucket > 0 {
            place.bucket -= 1
            place.below -= counts[place.bucket]
        }
        while place.bucket < OutliersLimits.buckets - 1, place.below + counts[place.bucket] <= wanted {
            place.below += counts[place.bucket]
            place.bucket += 1
        }
        return place
    }

    /// The logarithm of a quantile; minus infinity where it is 0.
    @inline(__always)
    private func logarithm(_ place: Place, _ part: Float) -> Double {
        guard place.bucket > 0, total > 0 else { return -.infinity }
        let count = counts[place.bucket]
        let inside = count > 0 ? min(1, max(0, (part * total - place.below) / count)) : 0
        return (Double(place.bucket - Self.middle) + Double(inside)) / Self.resolution
    }
}
