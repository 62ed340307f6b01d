// Sluice
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

@testable import Outliers

/// The labelled series beside the package, where they are; tests that need them are skipped elsewhere.
struct NabData {
    struct Series: Sendable {
        let name: String
        let samples: [(timeMs: Int64, value: Double)]
        /// First and last millisecond of each anomaly.
        let windows: [(start: Int64, end: Int64)]

        var category: String { String(name.prefix { $0 != "/" }) }

        /// Every so many rows, from one of them on.
        func thinned(by step: Int, from phase: Int) -> Series {
            let rows = stride(from: phase, to: samples.count, by: step).map { samples[$0] }
            return Series(name: name, samples: rows, windows: windows)
        }

        var windowOfRow: [Int?] {
            samples.map { sample in windows.firstIndex { $0.start <= sample.timeMs && sample.timeMs <= $0.end } }
        }
    }

    static let folder: String = {
        var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        parts.removeLast(3)
        return parts.joined(separator: "/") + "/../shared/conformance/nab"
    }()

    static let isPresent = FileManager.default.isReadableFile(atPath: folder + "/windows.json")
    static let skipMessage = "needs ../shared/conformance/nab"

    static func series() throws -> [Series] {
        let labels = try JSONDecoder().decode(
            [String: [[String]]].self, from: Data(contentsOf: URL(filePath: folder + "/windows.json")))
        return try labels.keys.sorted().map { name in
            let file = SeriesFile(Array(try Data(contentsOf: URL(filePath: folder + "/" + name))))
            let samples = file.rows.compactMap { row -> (timeMs: Int64, value: Double)? in
                guard case .sample(let timeMs, let value) = row.content else { return nil }
                return (timeMs, value)
            }
            let windows = (labels[name] ?? []).map { pair in
                (start: SeriesTime.milliseconds(of: pair[0]) ?? 0, end: SeriesTime.milliseconds(of: pair[1]) ?? 0)
            }
            return Series(name: name, samples: samples, windows: windows)
        }
    }

    /// What a fresh detector makes of a series.
    static func scorer(of series: Series, _ settings: TemporalSettings = TemporalSettings()) -> NabScorer {
        var detector = TemporalDetector(settings)
        let scores = series.samples.map { detector.take($0.value, atMs: $0.timeMs).score }
        var scorer = NabScorer()
        scorer.add(scores: scores, windowOfRow: series.windowOfRow, windowCount: series.windows.count)
        return scorer
    }

    static func joined(_ scorers: [NabScorer]) -> NabScorer {
        scorers.reduce(into: NabScorer()) { $0.add($1) }
    }
}
