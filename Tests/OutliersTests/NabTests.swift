// Sluice
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Outliers
import Testing

/// One setting for all files, causal. All is printed, since it is what docs/OUTLIERS.md quotes.
@Suite(.enabled(if: NabData.isPresent, "\(NabData.skipMessage)"), .timeLimit(.minutes(5)))
struct NabTests {
    private static let fixed = TemporalSettings().threshold

    @Test func theWholeCorpusScoresAtOneThreshold() throws {
        let series = try NabData.series()
        #expect(series.count == 29)
        let scorers = series.map { NabData.scorer(of: $0) }
        let all = NabData.joined(scorers)
        #expect(all.windows == 61)
        let best = all.best()
        print(
            "NAB: \(best.score) at the best threshold \(best.threshold), \(all.score(at: Self.fixed)) at \(Self.fixed)")
        for threshold in [4.5, 5, 5.4, 6, 6.5, 7, 8, 9, 10] {
            print("NAB: threshold \(threshold): \(all.score(at: threshold))")
        }
        #expect(best.score >= 66)
        #expect(all.score(at: Self.fixed) >= 64)
        let pairs = Array(zip(series, scorers))
        let byCategory = Self.crossValidated(pairs, folds: Set(series.map(\.category)).sorted()) { $0.category }
        print("NAB: threshold from the other categories: \(byCategory)")
        #expect(byCategory >= 64)
    }

    /// All five copies take a minute in a debug build; two are always looked at.
    private static let copies: [(Int, Int)] =
        [(2, 0), (3, 1)]
        + (ProcessInfo.processInfo.environment["SLUICE_SLOW_TESTS"] == nil ? [] : [(2, 1), (3, 0), (3, 2)])

    @Test(arguments: copies)
    func thinnedCopiesScoreTheSameWay(_ step: Int, _ phase: Int) throws {
        let scorer = NabData.joined(
            try NabData.series().map { NabData.scorer(of: $0.thinned(by: step, from: phase)) })
        let best = scorer.best()
        print(
            "NAB: every \(step). row from \(phase): \(best.score) at \(best.threshold), "
                + "\(scorer.score(at: Self.fixed)) at \(Self.fixed)")
        #expect(best.score >= 55)
        #expect(scorer.score(at: Self.fixed) >= 53)
    }

    /// Each fold at the threshold that is best for the others.
    private static func crossValidated(
        _ pairs: [(NabData.Series, NabScorer)], folds: [String], _ fold: (NabData.Series) -> String
    ) -> Double {
        var total = 0.0
        var windows = 0
        for name in folds {
            let others = NabData.joined(pairs.filter { fold($0.0) != name }.map(\.1))
            let own = NabData.joined(pairs.filter { fold($0.0) == name }.map(\.1))
            // A fold without windows has only false ones: they weigh as they do in the whole.
            total += own.score(at: others.best().threshold) * Double(2 * max(1, own.windows)) / 100
            windows += own.windows
        }
        return 100 * total / Double(2 * windows)
    }
}

/// The scorer against scores worked out by hand.
struct NabScorerTests {
    private static let rows = 100

    private func scorer(_ told: [Int: Double], window: ClosedRange<Int> = 50...59) -> NabScorer {
        var scorer = NabScorer()
        scorer.add(
            scores: (0..<Self.rows).map { told[$0] ?? 0 },
            windowOfRow: (0..<Self.rows).map { window.contains($0) ? 0 : nil }, windowCount: 1)
        return scorer
    }

    @Test func silenceIsZeroAndTheFirstRowOfTheWindowIsAll() {
        #expect(scorer([:]).score(at: 1) == 0)
        #expect(scorer([50: 2]).score(at: 1) == 100)
        #expect(scorer([50: 2, 53: 3, 59: 2]).score(at: 1) == 100)
        #expect(scorer([50: 2]).score(at: 2.5) == 0)
    }

    @Test func theLastRowOfTheWindowEarnsLittleMore() {
        // sigmoid(-1/10) / sigmoid(-1), of 2 possible, from -1.
        let weight = NabScorer.sigmoid(-0.1) / NabScorer.sigmoid(-1)
        #expect(abs(scorer([59: 2]).score(at: 1) - 50 * (1 + weight)) < 1e-9)
        #expect(abs(weight - 0.2482) < 1e-3)
    }

    @Test func falseRowsCostByTheirDistance() {
        #expect(abs(scorer([30: 2]).score(at: 1) + 5.5) < 1e-9, "before any window all of 0.11, of 2")
        #expect(abs(scorer([99: 2]).score(at: 1) + 5.5) < 1e-9, "more than three widths after")
        let near = 0.11 * NabScorer.sigmoid(1.0 / 9)
        #expect(abs(scorer([60: 2]).score(at: 1) - 50 * near) < 1e-9)
    }

    @Test func theProbationIsNotScored() {
        #expect(scorer([3: 9, 14: 9]).score(at: 1) == 0)
        #expect(scorer([15: 9]).score(at: 1) < 0)
    }
}
