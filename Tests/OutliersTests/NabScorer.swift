// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The scoring of the Numenta Anomaly Benchmark 1.1, standard profile (`nab/sweeper.py`, `config/profiles.json`).
///
/// In a window only the best (earliest) row over the threshold counts; a row over it outside costs 0.11 times a sigmoid
/// of its distance from the window before. 0 is a detector that never speaks, 100 one that speaks at once and
/// only then.
struct NabScorer {
    private static let falsePositive = 0.11

    /// A row's possible effects, found once; thresholds then only choose among rows.
    private struct Hit {
        let score: Double
        /// The window it lies in, or nil where it is a false one.
        let window: Int?
        let weight: Double
    }

    private var hits: [Hit] = []
    private(set) var windows = 0

    /// Adds a file's rows.
    /// - Parameter isInWindow: the window of each row, in order of time.
    mutating func add(scores: [Double], windowOfRow: [Int?], windowCount: Int) {
        var ranges: [(left: Int, right: Int)] = Array(repeating: (.max, -1), count: windowCount)
        for (row, window) in windowOfRow.enumerated() {
            guard let window else { continue }
            ranges[window] = (min(ranges[window].left, row), max(ranges[window].right, row))
        }
        let probation = min(Int(0.15 * Double(scores.count)), 750)
        var before: (left: Int, right: Int)?
        for (row, score) in scores.enumerated() {
            if let window = windowOfRow[row] { before = ranges[window] }
            guard row >= probation, score > 0 else { continue }
            if let window = windowOfRow[row] {
                let width = Double(ranges[window].right - ranges[window].left + 1)
                let place = -Double(ranges[window].right - row + 1) / width
                hits.append(Hit(score: score, window: windows + window, weight: Self.sigmoid(place) / Self.sigmoid(-1)))
            } else if let before {
                let place = Double(row - before.right) / Double(before.right - before.left)
                hits.append(Hit(score: score, window: nil, weight: Self.falsePositive * Self.sigmoid(place)))
            } else {
                hits.append(Hit(score: score, window: nil, weight: -Self.falsePositive))
            }
        }
        windows += windowCount
    }

    mutating func add(_ other: NabScorer) {
        hits += other.hits.map { Hit(score: $0.score, window: $0.window.map { $0 + windows }, weight: $0.weight) }
        windows += other.windows
    }

    /// The normalised score where rows from this score on are told.
    func score(at threshold: Double) -> Double {
        var best = [Double](repeating: -1, count: windows)
        var total = 0.0
        for hit in hits where hit.score >= threshold {
            if let window = hit.window { best[window] = max(best[window], hit.weight) } else { total += hit.weight }
        }
        return 100 * (total + best.reduce(0, +) + Double(windows)) / (2 * Double(max(1, windows)))
    }

    /// The best threshold in steps of 0.05, and its score.
    func best() -> (threshold: Double, score: Double) {
        let all = (20...300).map { Double($0) * 0.05 }.map { ($0, score(at: $0)) }
        return all.max { $0.1 < $1.1 } ?? (0, 0)
    }

    static func sigmoid(_ place: Double) -> Double { place > 3 ? -1 : 2 / (1 + exp(5 * place)) - 1 }
}
