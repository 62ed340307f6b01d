// Sluice
// SPDX-License-Identifier: Apache-2.0

import Outliers

/// What outliers cost: a "record" is a sample of a series, or a partition among its peers; "bytes" of the temporal ones
/// is the exported state of a series.
enum OutlierBenchmarks {
    private static let startMs: Int64 = 1_699_833_600_000
    private static let warmDays = 20

    static func all() -> [Benchmark] {
        let one = SeriesFleet(1, warmed: warmed(stepMs: 300_000), stepMs: 300_000, samples: 10_000)
        // A minute of 10,000 series, with cold caches as in life.
        let many = SeriesFleet(10_000, warmed: warmed(stepMs: 60_000), stepMs: 60_000, samples: 1)
        let lags = peers(100_000)
        let groups = stride(from: 0, to: lags.count, by: 100).map { Array(lags[$0..<$0 + 100]) }
        let bytes = one.stateBytes
        return [
            Benchmark("outliers temporal/one series", records: 10_000, bytes: bytes * 10_000) { one.take() },
            Benchmark("outliers temporal/10k series", records: 10_000, bytes: bytes * 10_000) { many.take() },
            Benchmark("outliers peers/1 of 100k", records: 100_000, bytes: 800_000) { found(among: [lags]) },
            Benchmark("outliers peers/1k of 100", records: 100_000, bytes: 800_000) { found(among: groups) },
        ]
    }

    /// A detector that has seen a rhythm for as long as it remembers.
    private static func warmed(stepMs: Int64) -> (detector: TemporalDetector, timeMs: Int64) {
        var detector = TemporalDetector()
        var random = Seeded(1)
        var time = startMs
        while time < startMs + Int64(warmDays) * 86_400_000 {
            _ = detector.take(SeriesFleet.value(at: time, &random), atMs: time)
            time += stepMs
        }
        return (detector, time)
    }

    private static func peers(_ count: Int) -> [Double] {
        var random = Seeded(2)
        return (0..<count).map { $0 % 1000 == 7 ? 50_000 : Double(random.below(400)) }
    }

    private static func found(among groups: [[Double]]) -> Int {
        var detector = PeerDetector()
        return groups.reduce(0) { $0 + detector.findings(among: $1).count }
    }
}

/// Series that go on from one past, each with noise of its own.
private final class SeriesFleet {
    private var detectors: [TemporalDetector] = []
    private let past: TemporalDetector
    private let count: Int
    private let samples: Int
    private let stepMs: Int64
    private var timeMs: Int64
    private var random = Seeded(3)

    init(_ count: Int, warmed: (detector: TemporalDetector, timeMs: Int64), stepMs: Int64, samples: Int) {
        (past, timeMs) = warmed
        (self.count, self.samples, self.stepMs) = (count, samples, stepMs)
    }

    var stateBytes: Int { past.exportState().count }

    /// A wave by the hour and noise.
    static func value(at timeMs: Int64, _ random: inout Seeded) -> Double {
        let hour = Double(timeMs / 3_600_000 % 24)
        return 100 + (12 - abs(hour - 12)) * 5 + Double(random.below(1000)) / 100
    }

    /// One sample after the other to each series; how many were outliers.
    func take() -> Int {
        // Only where it is run: ten thousand series are 240 MB. The first round makes each its own.
        if detectors.isEmpty { detectors = Array(repeating: past, count: count) }
        var found = 0
        for _ in 0..<samples {
            for index in detectors.indices {
                if detectors[index].take(Self.value(at: timeMs, &random), atMs: timeMs).isOutlier { found += 1 }
            }
            timeMs += stepMs
        }
        return found
    }
}
