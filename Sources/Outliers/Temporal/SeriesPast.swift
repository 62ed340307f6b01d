// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// What a series is known by beside its slots: means, spread and how long it has been watched.
///
/// All values are relative to the first one, so that 32 bits are enough for a large level with small changes.
struct SeriesPast: Sendable, Equatable {
    /// One sample with the means that it makes.
    struct Step: Sendable {
        let value: Double
        let smoothed: Double
        let halfHour: Double
        let twoHours: Double
        let elapsedMs: Int64
    }

    /// What part of the way the three means go, for the last distance between samples: most are the same.
    private var partsMs: Int64 = -1
    private var parts = SIMD4<Double>(repeating: 0)

    var base = 0.0
    var rows: UInt64 = 0
    var startMs: Int64 = 0
    var newestMs: Int64 = 0
    var last = 0.0
    var smoothed = 0.0
    var halfHour = 0.0
    var twoHours = 0.0
    /// Mean and sum of squares about it, halved from time to time.
    var weight = 0.0
    var mean = 0.0
    var squares = 0.0
    var halvingRows: UInt32 = 0
    var halvingMs: Int64 = 0
    var patternRow: UInt32 = 1

    private static let smoothingMs = 5_400_000.0
    private static let halfHourMs = 1_800_000.0
    private static let twoHoursMs = 7_200_000.0
    /// A sample's least inertia: rows further apart than the time constant still have a mean of several.
    private static let stepMax = 0.5
    private static let spreadRowsMax = 8000.0
    private static let halvingRowsMin: UInt32 = 1000
    private static let halvingRowsMax: UInt32 = 4_000_000
    private static let dayMs: Int64 = 86_400_000
    private static let halvingDays: Int64 = 14
    private static let holdMinMs: Int64 = 8 * 3_600_000
    private static let holdMaxMs: Int64 = 449_280_000
    private static let holdRowsMin = 20.0
    private static let holdShare = 0.1

    /// The standard deviation of the values, 0 before there are two.
    var spread: Double { weight > 1 ? (max(0, squares) / weight).squareRoot() : 0 }

    /// The means with a sample that is not yet learnt. Times must not descend.
    @inline(__always)
    mutating func begin(_ value: Double, atMs time: Int64) -> Step {
        if rows == 0 {
            (base, startMs, newestMs) = (value, time, time)
            return Step(value: 0, smoothed: 0, halfHour: 0, twoHours: 0, elapsedMs: 0)
        }
        let value = value - base
        let elapsed = time - newestMs
        if elapsed != partsMs {
            partsMs = elapsed
            parts = Self.parts(Double(elapsed))
        }
        return Step(
            value: value, smoothed: smoothed + parts[0] * (value - smoothed),
            halfHour: halfHour + parts[1] * (value - halfHour), twoHours: twoHours + parts[2] * (value - twoHours),
            elapsedMs: elapsed)
    }

    /// Learns the sample; whether it is time to halve what was counted.
    @inline(__always)
    mutating func end(_ step: Step, atMs time: Int64) -> Bool {
        (smoothed, halfHour, twoHours) = (step.smoothed, step.halfHour, step.twoHours)
        last = step.value
        newestMs = time
        rows += 1
        patternRow += 1
        weight += 1
        let difference = step.value - mean
        mean += difference / weight
        squares += difference * (step.value - mean)
        if weight >= Self.spreadRowsMax {
            weight /= 2
            squares /= 2
        }
        halvingRows += 1
        halvingMs = min(Self.halvingDays * Self.dayMs, halvingMs + min(Self.halvingDays * Self.dayMs, step.elapsedMs))
        guard
            halvingRows >= Self.halvingRowsMax
                || (halvingRows >= Self.halvingRowsMin && halvingMs >= Self.halvingDays * Self.dayMs)
        else { return false }
        (halvingRows, halvingMs) = (0, 0)
        return true
    }

    /// Since when a score must be the highest: a tenth of the time watched, from 8 hours (or 20 rows) to 5.2 days.
    @inline(__always)
    func holdStart(atMs time: Int64) -> Int64 {
        let watched = Double(time - startMs)
        let share = Int64(min(Double(Self.holdMaxMs), Self.holdShare * watched))
        var length = max(Self.holdMinMs, share)
        if rows > 0 { length = max(length, Int64(min(1e15, Self.holdRowsMin * watched / Double(rows)))) }
        return time - length
    }

    private static func parts(_ elapsed: Double) -> SIMD4<Double> {
        func part(_ constant: Double) -> Double { min(stepMax, -expm1(-elapsed / constant)) }
        return SIMD4(part(smoothingMs), part(halfHourMs), part(twoHoursMs), 0)
    }
}
