// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Finds values that are unlike the past of their series: in one pass, in bounded memory, by what came before only.
///
/// Five deviations, three from the same time of earlier days and two from all that was seen, are each divided by their
/// own robust scale; the sum of their logarithms is the score. A score counts where it is above all of the near past.
/// `docs/OUTLIERS.md` says how each part decides and what it earns.
///
/// A plain value of about 24 KB that belongs to one owner; `exportState` makes bytes of it that outlive the process.
public struct TemporalDetector: Sendable {
    /// What the series is and what is told.
    public let settings: TemporalSettings
    /// What happened to samples so far.
    public internal(set) var counts = Counts()

    /// Samples by what became of them.
    public struct Counts: Sendable, Equatable {
        /// Learnt, whether or not they had a score.
        public var taken: UInt64 = 0
        /// Not finite, or beyond 1e30.
        public var refused: UInt64 = 0
        /// Earlier than the newest one.
        public var late: UInt64 = 0
        /// Scores that reached the threshold.
        public var outliers: UInt64 = 0
    }

    var rate = CounterRate()
    var ring = SlotRing()
    var histograms = [DeviationHistogram](repeating: DeviationHistogram(), count: TemporalTerm.Kind.allCases.count)
    var patterns = PatternMemory(dimensions: 3)
    var known = PatternMemory(dimensions: 1)
    var hold = ScoreHold()
    var past = SeriesPast()

    /// Begins without a past. The settings must be in range: `pageThreshold` not below `threshold`, none negative.
    public init(_ settings: TemporalSettings = TemporalSettings()) {
        settings.check()
        self.settings = settings
    }

    private static let warmRows: UInt64 = 32
    private static let warmMs: Int64 = 3_600_000
    private static let warmDeviations: Float = 32
    private static let zMax = 1000.0
    /// Part of the values' spread below which a deviation is rounding.
    private static let spreadShare = 0.01

    /// Takes the next sample and judges it by those before.
    ///
    /// - Parameter time: milliseconds since 1970. Equal times are samples of the same moment; an earlier time than the
    ///   newest is counted and not taken. Any distance between samples is fine, and it may change.
    public mutating func take(_ value: Double, atMs time: Int64) -> TemporalVerdict {
        guard abs(value) <= OutliersLimits.seriesMagnitudeMax, let slot = SlotRing.number(ofMs: time) else {
            counts.refused += 1
            return TemporalVerdict(.refused)
        }
        if counts.taken > 0, time < past.newestMs {
            counts.late += 1
            return TemporalVerdict(.late)
        }
        guard settings.kind == .counter else { return judge(value, atMs: time, slot) }
        if value < 0 {
            counts.refused += 1
            return TemporalVerdict(.refused)
        }
        guard let rate = rate.rate(of: value, atMs: time) else {
            return TemporalVerdict(.started)
        }
        guard rate <= OutliersLimits.seriesMagnitudeMax else {
            counts.refused += 1
            return TemporalVerdict(.refused)
        }
        return judge(rate, atMs: time, slot)
    }

    private mutating func judge(_ value: Double, atMs time: Int64, _ slot: Int32) -> TemporalVerdict {
        let step = past.begin(value, atMs: time)
        let sameTimes = ring.sameTimes(as: slot)
        let expected = sameTimes.count > 0 ? sameTimes.median(with: past.last) : past.mean
        let spread = past.spread
        let deviations = deviations(step, sameTimes, expected, spread)
        let terms = sameTimes.count > 0 ? 0..<5 : 3..<5
        let isWarm = past.rows >= Self.warmRows && time - past.startMs >= Self.warmMs
        var sigmas = SIMD8<Double>(repeating: 0)
        var zs = SIMD8<Double>(repeating: 0)
        // The sum of the logarithms as the logarithm of the product, at most 1001 to the fifth.
        var product = 1.0
        for term in terms {
            // The terms of the same time begin a day later: without deviations to compare with, any is an outlier.
            if isWarm, histograms[term].total >= Self.warmDeviations {
                sigmas[term] = max(histograms[term].sigma, Self.spreadShare * spread)
                zs[term] = Self.z(deviations[term], sigmas[term])
                product *= 1 + zs[term]
            }
        }
        var raw = product > 1 ? log(product) : 0
        let difference = step.value - expected
        if !settings.side.takes(difference) || abs(difference) < settings.minimumDeviation { raw = 0 }
        let isHighest = hold.passes(raw, atMs: time, sinceMs: past.holdStart(atMs: time))
        let score = isHighest ? raw : 0
        let verdict: TemporalVerdict
        if isWarm, score >= settings.threshold {
            counts.outliers += 1
            let finding = finding(
                value, time, expected, score, (deviations, sigmas, zs), sameTimes, terms)
            verdict = TemporalVerdict(.scored, score: score, rawScore: raw, finding: finding)
        } else {
            verdict = TemporalVerdict(isWarm ? .scored : .learning, score: score, rawScore: raw)
        }
        learn(step, deviations, terms, slot, time)
        return verdict
    }

    @inline(__always)
    private mutating func deviations(
        _ step: SeriesPast.Step, _ sameTimes: PastSlots, _ expected: Double, _ spread: Double
    ) -> SIMD8<Double> {
        var deviations = SIMD8<Double>(repeating: 0)
        if sameTimes.count > 0 {
            deviations[0] = abs(step.value - sameTimes.nearest(to: step.value))
            deviations[1] = abs(step.smoothed - sameTimes.smoothedMedian)
            deviations[2] = abs(step.value - expected)
        }
        let value = Float(step.value)
        let pattern = SIMD4(value, Float(step.halfHour), Float(step.twoHours), 0)
        let row = past.patternRow
        // Before there is a spread, any sigma will do: a constant series has nothing new.
        let sigma = spread > 0 ? spread : 1
        deviations[3] = patterns.distance(of: pattern, sigma: sigma, row: row)
        deviations[4] = known.distance(of: SIMD4(value, 0, 0, 0), sigma: sigma, row: row)
        return deviations
    }

    @inline(__always)
    private mutating func learn(
        _ step: SeriesPast.Step, _ deviations: SIMD8<Double>, _ terms: Range<Int>, _ slot: Int32, _ time: Int64
    ) {
        for term in terms { histograms[term].add(deviations[term]) }
        if past.end(step, atMs: time) {
            for term in histograms.indices { histograms[term].halve() }
        }
        if past.patternRow == .max {
            let aged = UInt32.max / 2
            patterns.age(by: aged)
            known.age(by: aged)
            past.patternRow -= aged
        }
        ring.keep(step.value, smoothed: step.smoothed, in: slot)
        counts.taken += 1
    }

    private static func z(_ deviation: Double, _ sigma: Double) -> Double {
        if sigma > 0 { return min(zMax, deviation / sigma) }
        return deviation > 0 ? zMax : 0
    }

    private func finding(
        _ value: Double, _ time: Int64, _ expected: Double, _ score: Double,
        _ terms: (deviations: SIMD8<Double>, sigmas: SIMD8<Double>, zs: SIMD8<Double>), _ sameTimes: PastSlots,
        _ used: Range<Int>
    ) -> TemporalFinding {
        TemporalFinding(
            timeMs: time, value: value, expected: expected + past.base, score: score, threshold: settings.threshold,
            isPage: score >= settings.pageThreshold, isDayOne: sameTimes.count == 0,
            terms: used.map { term in
                TemporalTerm(
                    kind: TemporalTerm.Kind.allCases[term], deviation: terms.deviations[term],
                    medianDeviation: histograms[term].medianDeviation, sigma: terms.sigmas[term], z: terms.zs[term])
            },
            compared: (0..<sameTimes.count).map {
                .init(daysBack: Int(sameTimes.days[$0]), value: sameTimes.values[$0] + past.base)
            })
    }
}
