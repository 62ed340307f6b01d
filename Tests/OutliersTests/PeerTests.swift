// Sluice
// SPDX-License-Identifier: Apache-2.0

import Outliers
import Testing

struct PeerTests {
    private func settings(_ change: (inout PeerSettings) -> Void = { _ in }) -> PeerSettings {
        var settings = PeerSettings()
        change(&settings)
        return settings
    }

    /// Twelve partitions, one of which is stuck; klag's mean and sigma could not tell it among five.
    @Test(arguments: [(5, 100.0), (12, 97.5), (100, 100)])
    func theStuckPartitionIsFoundAndExplained(_ count: Int, median: Double) throws {
        var lags = (0..<count).map { Double(90 + $0 % 5 * 5) }
        lags[3] = 900
        var detector = PeerDetector()
        let findings = detector.findings(among: lags)
        let finding = try #require(findings.first)
        #expect(findings.count == 1)
        #expect(finding.index == 3 && finding.value == 900 && finding.peers == count - 1)
        #expect(finding.median == median && finding.basis == .mad && finding.threshold == 3.5)
        #expect(abs(finding.score - (900 - finding.median) / finding.scale) < 1e-9)
        #expect(finding.explanation.contains("value 900.0 against median \(median) of \(count - 1) peers"))
    }

    struct Quiet: Sendable, CustomTestStringConvertible {
        let values: [Double]
        let testDescription: String
    }

    @Test(arguments: [
        Quiet(values: [], testDescription: "nothing"),
        Quiet(values: [1, 1, 900], testDescription: "too few peers"),
        Quiet(values: [1, 2, .nan, .infinity, 900], testDescription: "too few peers with a value"),
        Quiet(values: [5, 5, 5, 5, 5], testDescription: "all equal"),
        Quiet(values: [90, 95, 100, 105, 110], testDescription: "all near"),
    ])
    func nothingIsFoundIn(_ it: Quiet) {
        var detector = PeerDetector()
        #expect(detector.findings(among: it.values).isEmpty)
        #expect(detector.refused == UInt64(it.values.count { !$0.isFinite }))
    }

    /// MAD is 0: six of eight are idle. The mean deviation takes over, and a floor keeps trifles quiet.
    @Test func idlePeersDoNotMakeATrifleAnOutlier() throws {
        let values: [Double] = [0, 0, 0, 0, 0, 0, 0, 3]
        var plain = PeerDetector()
        #expect(try #require(plain.findings(among: values).first).basis == .meanDeviation)
        var bounded = PeerDetector(settings { $0.minimumDeviation = 10 })
        #expect(bounded.findings(among: values).isEmpty)
        #expect(bounded.findings(among: values.dropLast() + [300]).map(\.index) == [7])
    }

    @Test func oneSideIsEnough() {
        let values: [Double] = [100, 101, 99, 100, 102, 98, 400, 5]
        var above = PeerDetector(settings { $0.side = .above })
        var below = PeerDetector(settings { $0.side = .below })
        var both = PeerDetector()
        #expect(above.findings(among: values).map(\.index) == [6])
        #expect(below.findings(among: values).map(\.index) == [7])
        #expect(both.findings(among: values).map(\.index) == [6, 7])
    }

    /// One server in ten that falls silent, by its rate.
    @Test func theSilentServerIsFound() {
        var detector = PeerDetector(settings { $0.side = .below })
        let rates: [Double] = [51, 48, 50, 0, 52, 49, 50, 47, 53, 50]
        #expect(detector.findings(among: rates).map(\.index) == [3])
    }

    @Test(arguments: [(10.0, [2]), (50.0, [2]), (70.0, [])])
    func aSeriesIsOutWhereMoreThanAPartOfItIs(_ percent: Double, found: [Int]) throws {
        var detector = PeerDetector(settings { $0.percent = percent })
        let calm: [Double] = [10, 11, 9, 10, 12]
        let wild: [Double] = [10, 90, 95, 11, 99]
        let findings = detector.findings(amongSeries: [calm, calm, wild, calm, calm])
        #expect(findings.map(\.index) == found)
        if let first = findings.first { #expect(first.share == 0.6 && first.value == 99 && first.peers == 4) }
    }

    @Test func deviationsAsAPartOfTheMedianAreBounded() {
        var detector = PeerDetector(settings { $0.minimumShare = 0.1 })
        let close: [Double] = [1_000_000, 1_000_001, 999_999, 1_000_000, 1_000_500]
        #expect(detector.findings(among: close).isEmpty)
        #expect(detector.findings(among: close + [1_200_000]).map(\.index) == [5])
    }

    @Test func scoresAreFiniteWhereTheScaleIsNot() {
        var detector = PeerDetector(settings { $0.minimumDeviation = 1 })
        for values in [[5, 5, 5, 5, 1e99], [-1e100, 1e100, 0, 0, 0, 0, 0, 0, 0, 1e100]] {
            for finding in detector.findings(among: values) {
                #expect(finding.score.isFinite && finding.scale.isFinite)
            }
        }
    }
}

struct DensityTests {
    /// The same wave, one of them shifted by half a turn: the values are the same, their order is not.
    @Test func aShiftedSeriesIsFoundHereAndNotByMad() throws {
        let wave: [Double] = [10, 20, 30, 40, 30, 20, 10, 0]
        var series = (0..<6).map { number in wave.map { $0 + Double(number) * 0.2 } }
        series.append(Array(wave[4...] + wave[..<4]))
        var density = DensityDetector()
        let finding = try #require(density.findings(among: series).first)
        #expect(finding.index == 6 && finding.method == .dbscan && finding.score > 1 && finding.peers == 6)
        #expect(finding.explanation.contains("outside the largest cluster"))
        var mad = PeerDetector()
        #expect(mad.findings(amongSeries: series).isEmpty)
    }

    @Test func equalSeriesHaveNoOutlier() {
        var detector = DensityDetector()
        #expect(detector.findings(among: Array(repeating: [1, 2, 3], count: 5)).isEmpty)
        #expect(detector.findings(among: []).isEmpty)
        #expect(detector.findings(among: [[], [], [], []]).isEmpty)
        #expect(detector.findings(among: [[1], [1], [900]]).isEmpty, "three peers are too few")
    }

    @Test func mostEqualAndOneApartIsFound() {
        var detector = DensityDetector()
        #expect(detector.findings(among: [[1, 1], [1, 1], [1, 1], [1, 1], [9, 9], [1, 1]]).map(\.index) == [4])
    }

    /// Several times and one time take different ways to the clusters; a second dimension that says nothing joins them.
    @Test(arguments: 1...20) func chainsOnALineAreTheClustersOfThePlane(_ seed: UInt64) {
        var random = SeededRandom(seed)
        let values = (0..<40).map { _ in random.normal() * (random.uniform() < 0.1 ? 40 : 1) }
        var line = DensityDetector()
        var plane = DensityDetector()
        let one = line.findings(among: values.map { [$0] })
        let two = plane.findings(among: values.map { [$0, 0] })
        #expect(one.map(\.index) == two.map(\.index))
        for (left, right) in zip(one, two) { #expect(abs(left.score - right.score) < 1e-9) }
    }

    @Test func oneSideAndUnusableSeriesAreLeftOut() {
        var settings = PeerSettings()
        settings.side = .above
        var detector = DensityDetector(settings)
        let series: [[Double]] = [[10], [11], [10], [9], [10], [500], [-500], [.nan]]
        #expect(detector.findings(among: series).map(\.index) == [5])
        #expect(detector.refused == 1)
    }
}
