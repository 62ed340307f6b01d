// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Outliers

/// A made series with a rhythm of days and weeks, noise and, if wanted, a fault.
struct SyntheticSeries {
    static let dayMs: Int64 = 86_400_000
    /// A Monday, 00:00.
    static let startMs: Int64 = 1_699_833_600_000

    var days = 21
    var stepMs: Int64 = 300_000
    var level = 100.0
    var wave = 50.0
    var noise = 4.0
    var weekend = 0.5
    var seed: UInt64 = 1

    /// The samples; `change` sees each time since the start and the value.
    func samples(_ change: (Int64, Double) -> Double = { $1 }) -> [(timeMs: Int64, value: Double)] {
        var random = SeededRandom(seed)
        return stride(from: Int64(0), to: Int64(days) * Self.dayMs, by: Int64.Stride(stepMs)).map { elapsed in
            let day = elapsed / Self.dayMs
            let part = day % 7 >= 5 ? weekend : 1
            let phase = 2 * Double.pi * Double(elapsed % Self.dayMs) / Double(Self.dayMs)
            let value = level + part * wave * sin(phase) + noise * random.normal()
            return (Self.startMs + elapsed, change(elapsed, value))
        }
    }

    /// The times since the start at which a detector speaks, with its findings.
    static func findings(
        _ samples: [(timeMs: Int64, value: Double)], _ settings: TemporalSettings = TemporalSettings()
    ) -> [(elapsedMs: Int64, finding: TemporalFinding)] {
        var detector = TemporalDetector(settings)
        return samples.compactMap { sample in
            detector.take(sample.value, atMs: sample.timeMs).finding.map { (sample.timeMs - startMs, $0) }
        }
    }
}
