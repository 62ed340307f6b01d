// Sluice
// SPDX-License-Identifier: Apache-2.0

import Outliers
import Testing

struct CounterTests {
    @Test func ratesArePerSecondAndResetsBeginAtZero() {
        var counter = CounterRate()
        #expect(counter.rate(of: 100, atMs: 0) == nil, "the first total has no rate")
        #expect(counter.rate(of: 700, atMs: 60_000) == 10)
        #expect(counter.rate(of: 700, atMs: 120_000) == 0)
        #expect(counter.rate(of: 30, atMs: 180_000) == 0.5, "all of it is new")
        #expect(counter.resets == 1)
        #expect(counter.rate(of: 60, atMs: 180_000) == nil && counter.rate(of: 60, atMs: 170_000) == nil)
        #expect(counter.rate(of: 60, atMs: 181_000) == 30)
    }

    @Test(arguments: [Double.nan, .infinity, -1]) func whatIsNoTotalChangesNothing(_ total: Double) {
        var counter = CounterRate()
        _ = counter.rate(of: 100, atMs: 0)
        let before = counter
        #expect(counter.rate(of: total, atMs: 1000) == nil)
        #expect(counter == before)
    }

    @Test func timesFarApartAreNoOverflow() {
        var counter = CounterRate()
        _ = counter.rate(of: 100, atMs: .min)
        #expect(counter.rate(of: 200, atMs: .max) == nil)
        #expect(counter.rate(of: 200, atMs: .max) == nil)
    }

    /// A counter that stops rising is a rate that falls to 0; a restart of the process is no fault.
    @Test func aCounterThatStopsIsFoundAndARestartIsNot() throws {
        let restart = 12 * SyntheticSeries.dayMs
        let fault = 15 * SyntheticSeries.dayMs
        var total = 0.0
        let samples = SyntheticSeries(days: 16).samples().map { sample in
            let elapsed = sample.timeMs - SyntheticSeries.startMs
            if elapsed == restart { total = 0 }
            if elapsed < fault { total += max(0, sample.value) * 300 }
            return (timeMs: sample.timeMs, value: total)
        }
        var settings = TemporalSettings()
        settings.kind = .counter
        let found = SyntheticSeries.findings(samples, settings)
        let hit = try #require(found.first { $0.elapsedMs >= fault })
        #expect(hit.elapsedMs == fault && hit.finding.value == 0)
        #expect(!found.contains { abs($0.elapsedMs - restart) <= 600_000 && $0.finding.isPage })
    }
}
