// Sluice
// SPDX-License-Identifier: Apache-2.0

import Outliers
import Testing

struct TemporalTests {
    private static let hourMs: Int64 = 3_600_000
    private static let dayMs = SyntheticSeries.dayMs

    /// A spike at noon, at any distance between samples.
    @Test(arguments: [(10_000, 2), (60_000, 7), (300_000, 15), (900_000, 15), (3_600_000, 15)] as [(Int64, Int64)])
    func aSpikeIsFoundAtAnyInterval(_ stepMs: Int64, daysBefore: Int64) throws {
        let series = SyntheticSeries(days: Int(daysBefore) + 2, stepMs: stepMs)
        let fault = daysBefore * Self.dayMs + 12 * Self.hourMs
        let samples = series.samples { elapsed, value in
            elapsed >= fault && elapsed < fault + max(stepMs, 600_000) ? value + 150 : value
        }
        let found = SyntheticSeries.findings(samples)
        let hit = try #require(found.first { $0.elapsedMs >= fault && $0.elapsedMs < fault + max(stepMs, 600_000) })
        #expect(hit.elapsedMs == fault, "the first sample of the fault is told")
        #expect(hit.finding.isPage && !hit.finding.isDayOne)
        #expect(hit.finding.terms.map(\.kind) == TemporalTerm.Kind.allCases)
        #expect(hit.finding.compared.map(\.daysBack) == [1, 2, 7, 14].filter { $0 <= daysBefore })
        #expect(abs(hit.finding.expected - 100) < 20)
        #expect(hit.finding.explanation.contains("\(hit.finding.compared.count > 3 ? 14 : 2) d ago"))
        let false2nd = found.count { $0.elapsedMs > 2 * Self.dayMs && $0.finding.isPage } - 1
        #expect(false2nd <= 2, "pages beside the fault: \(false2nd)")
    }

    /// At night the traffic is so low that no fixed threshold could tell silence from quiet.
    @Test(arguments: 1...2) func aServerFallingSilentAtNightIsFound(_ seed: UInt64) throws {
        var series = SyntheticSeries(days: 16, stepMs: 60_000, level: 60, wave: -50, noise: 2, weekend: 0.9)
        series.seed = seed
        // The trough of minus the sine is at 06:00.
        let fault = 14 * Self.dayMs + 5 * Self.hourMs
        let samples = series.samples { elapsed, value in elapsed >= fault ? 0 : max(0.5, value) }
        var settings = TemporalSettings()
        settings.side = .below
        let found = SyntheticSeries.findings(samples, settings)
        let hit = try #require(found.first { $0.elapsedMs >= fault })
        #expect(hit.elapsedMs - fault <= 10 * 60_000, "after \((hit.elapsedMs - fault) / 60_000) minutes")
        #expect(hit.finding.value == 0)
    }

    @Test(arguments: 1...5) func healthySeriesSeldomPage(_ seed: UInt64) {
        var series = SyntheticSeries(days: 35)
        series.seed = seed
        let found = SyntheticSeries.findings(series.samples())
        let pages = found.count { $0.finding.isPage && $0.elapsedMs > Self.dayMs }
        #expect(pages <= 1, "\(pages) pages in five weeks")
        // NAB forgives a false one for a tenth of a found one; this is what that costs.
        #expect(found.count <= 35, "\(found.count) in five weeks")
    }

    /// A level that shifts and stays is told when it comes and is the new past two days later.
    @Test(arguments: [-60.0, 80.0, 500.0]) func aShiftThatStaysIsToldOnceAndLearnt(_ shift: Double) throws {
        let fault = 16 * Self.dayMs
        let found = SyntheticSeries.findings(
            SyntheticSeries(days: 28).samples { $0 >= fault ? $1 + shift : $1 }
        ).filter { $0.elapsedMs >= fault }
        #expect(try #require(found.first).elapsedMs - fault <= Self.hourMs)
        #expect(found.count { $0.elapsedMs > fault + 2 * Self.dayMs } <= 2, "the new level is no outlier")
        #expect(found.count <= 8, "\(found.map { $0.elapsedMs / Self.hourMs })")
    }

    /// Day one knows no earlier day: only what is far from all that was seen is told, and it says so.
    @Test func dayOneTellsOnlyWhatIsFarFromAllThatWasSeen() throws {
        let series = SyntheticSeries(days: 1, wave: 10)
        #expect(SyntheticSeries.findings(series.samples()).count <= 2)
        let fault = 8 * Self.hourMs
        let found = SyntheticSeries.findings(series.samples { $0 == fault ? $1 + 400 : $1 })
        let hit = try #require(found.first { $0.elapsedMs == fault })
        #expect(hit.finding.isDayOne && hit.finding.compared.isEmpty)
        #expect(hit.finding.terms.map(\.kind) == [.newPattern, .newValue])
        #expect(hit.finding.explanation.contains("no earlier day"))
    }

    /// The first values that have one of yesterday are no outliers for want of a scale.
    @Test(arguments: [300_000, 900_000] as [Int64], [0.0, 0.5, 4])
    func theSecondDayBeginsQuietly(_ stepMs: Int64, noise: Double) {
        let series = SyntheticSeries(days: 2, stepMs: stepMs, wave: 5, noise: noise)
        let found = SyntheticSeries.findings(series.samples { $1 + Double($0 / stepMs * 7 % 3) })
        #expect(
            !found.contains { ($0.elapsedMs - Self.dayMs).magnitude <= 2 * 3_600_000 }, "\(found.map(\.finding.score))")
    }

    @Test func theFirstHourIsLearntInSilence() {
        var detector = TemporalDetector()
        for minute in 0..<60 {
            let verdict = detector.take(minute == 50 ? 1e6 : 5, atMs: Int64(minute) * 60_000)
            #expect(verdict.handling == .learning && verdict.score == 0)
        }
    }

    @Test func aConstantSeriesThatChangesIsTold() {
        var detector = TemporalDetector()
        for row in 0..<600 { #expect(!detector.take(3, atMs: Int64(row) * 300_000).isOutlier) }
        let verdict = detector.take(4, atMs: 600 * 300_000)
        #expect(verdict.isOutlier && verdict.score.isFinite)
        #expect(!detector.take(4, atMs: 601 * 300_000).isOutlier, "held")
    }

    @Test func oneSideTellsOnlyThatSide() {
        let fault = 15 * Self.dayMs
        for (side, shift) in [(OutlierSide.above, -200.0), (.below, 200.0)] {
            var settings = TemporalSettings()
            settings.side = side
            let samples = SyntheticSeries().samples { $0 == fault ? $1 + shift : $1 }
            #expect(!SyntheticSeries.findings(samples, settings).contains { $0.elapsedMs == fault }, "\(side)")
            let other = SyntheticSeries().samples { $0 == fault ? $1 - shift : $1 }
            #expect(SyntheticSeries.findings(other, settings).contains { $0.elapsedMs == fault }, "\(side)")
        }
    }

    @Test func trifleDeviationsAreBounded() {
        var settings = TemporalSettings()
        settings.minimumDeviation = 300
        let fault = 15 * Self.dayMs
        let small = SyntheticSeries().samples { $0 == fault ? $1 + 200 : $1 }
        #expect(SyntheticSeries.findings(small, settings).isEmpty)
        let large = SyntheticSeries().samples { $0 == fault ? $1 + 400 : $1 }
        #expect(SyntheticSeries.findings(large, settings).map(\.elapsedMs) == [fault])
    }

    /// Two days without samples: no finding comes of the gap, and faults after it are found.
    @Test func gapsAreNoFaultsAndHideNone() {
        let gap = 10 * Self.dayMs..<12 * Self.dayMs + 5 * Self.hourMs
        let fault = 13 * Self.dayMs + 7 * Self.hourMs
        let samples = SyntheticSeries().samples { $0 == fault ? $1 + 200 : $1 }
            .filter { !gap.contains($0.timeMs - SyntheticSeries.startMs) }
        let found = SyntheticSeries.findings(samples)
        #expect(!found.contains { gap.upperBound <= $0.elapsedMs && $0.elapsedMs < gap.upperBound + Self.hourMs })
        #expect(found.contains { $0.elapsedMs == fault })
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity, 1e31, -1e300])
    func whatIsNoNumberIsRefusedAndCounted(_ value: Double) {
        let samples = SyntheticSeries(days: 3).samples()
        var clean = TemporalDetector()
        var dirty = TemporalDetector()
        for (index, sample) in samples.enumerated() {
            if index % 7 == 0 {
                let verdict = dirty.take(value, atMs: sample.timeMs)
                #expect(verdict.handling == .refused && verdict.score == 0 && !verdict.isOutlier)
            }
            #expect(clean.take(sample.value, atMs: sample.timeMs) == dirty.take(sample.value, atMs: sample.timeMs))
        }
        #expect(dirty.counts.refused == UInt64((samples.count + 6) / 7) && clean.counts.refused == 0)
    }

    @Test func lateSamplesAreCountedAndChangeNothing() {
        var detector = TemporalDetector()
        _ = detector.take(5, atMs: 1_000_000)
        let before = detector.exportState()
        #expect(detector.take(900, atMs: 999_999).handling == .late)
        #expect(detector.counts.late == 1 && detector.counts.taken == 1)
        #expect(detector.exportState().count == before.count)
        #expect(detector.take(5, atMs: 1_000_000).handling == .learning, "the same moment is no late one")
        #expect(detector.take(5, atMs: .max).handling == .refused && detector.take(5, atMs: .min).handling == .refused)
    }

    /// Wild values in wild order: no number is ever infinite, no state grows.
    @Test(arguments: 1...8) func scoresAreFiniteWhateverComes(_ seed: UInt64) {
        var random = SeededRandom(seed)
        var detector = TemporalDetector()
        var time = Int64(random.next() % 1_000_000_000_000) - 500_000_000_000
        for _ in 0..<6000 {
            time += [0, 1, 1000, 300_000, 86_400_000, 3_000_000_000][Int(random.next() % 6)]
            let kinds = [random.normal(), 0, 1e30, -1e30, 1e-300, .leastNonzeroMagnitude, random.normal() * 1e15]
            let verdict = detector.take(kinds[Int(random.next() % 7)], atMs: time)
            #expect(verdict.score.isFinite && verdict.score >= 0 && verdict.rawScore.isFinite)
            if let finding = verdict.finding {
                #expect(finding.terms.allSatisfy { $0.z.isFinite && $0.sigma.isFinite && $0.deviation.isFinite })
                #expect(finding.expected.isFinite)
            }
        }
        #expect(detector.exportState().count <= 28 * 1024)
    }

    /// The same series on other scales and levels: the same findings.
    @Test(arguments: [(1e-6, 0.0), (1e9, 0), (1, 1e7), (-1, 0)]) func scaleAndLevelDoNotMatter(
        _ factor: Double, shift: Double
    ) {
        let fault = 12 * Self.dayMs
        let samples = SyntheticSeries().samples { $0 == fault ? $1 + 200 : $1 }
        let plain = SyntheticSeries.findings(samples).map(\.elapsedMs)
        let other = SyntheticSeries.findings(samples.map { ($0.timeMs, $0.value * factor + shift) }).map(\.elapsedMs)
        #expect(plain.contains(fault) && other.contains(fault))
        #expect(abs(plain.count - other.count) <= 1)
    }
}
