// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LagMonitor

struct EndHistoryTests {
    /// Ends by second.
    private static func history(_ samples: [(atS: Int64, end: Int64)]) -> EndHistory {
        var history = EndHistory()
        for sample in samples { history.add(end: sample.end, start: 0, atMs: sample.atS * 1000) }
        return history
    }

    @Test func withoutSamplesNothingIsKnown() {
        #expect(EndHistory().time(of: 5) == .unknown)
        #expect(EndHistory().startPace() == nil)
    }

    @Test func anEndThatWasNotPassedHasNoTime() {
        let history = Self.history([(0, 10), (10, 20)])
        #expect(history.time(of: 20) == .notYet)
        #expect(history.time(of: .max) == .notYet)
    }

    @Test func afterAStandstillTheRecordIsAsYoungAsTheLastSampleWithoutIt() {
        // An hour at 100, then one record.
        let history = Self.history((0...360).map { ($0 * 10, 100) } + [(3610, 101)])
        #expect(history.time(of: 100) == .at(EndTime(timeMs: 3_600_000, method: .history)))
        #expect(history.ends.points.count == 3)
    }

    @Test func beforeTheOldestSampleAnAgeIsAtLeast() {
        let history = Self.history([(100, 1000), (110, 2000)])
        #expect(history.time(of: 999) == .at(EndTime(timeMs: 100_000, isAtLeast: true, method: .history)))
        #expect(history.time(of: .min) == .at(EndTime(timeMs: 100_000, isAtLeast: true, method: .history)))
    }

    @Test func anEndThatFallsBeginsAnew() {
        var history = Self.history([(0, 100), (10, 200), (20, 300)])
        history.setGap(299..<300)
        history.add(end: 50, start: 0, atMs: 30_000)
        history.add(end: 80, start: 0, atMs: 40_000)
        #expect(history.fall == EndHistory.Fall(atMs: 30_000, end: 50))
        #expect(history.gap == nil)
        #expect(history.time(of: 65) == .at(EndTime(timeMs: 35_000, method: .history)))
        #expect(history.time(of: 20) == .at(EndTime(timeMs: 30_000, isAtLeast: true, method: .history)))
        #expect(history.time(of: 150) == .notYet)
    }

    @Test func aStartThatFallsTellsOfAnotherLog() {
        var history = EndHistory()
        history.add(end: 100, start: 50, atMs: 0)
        history.add(end: 120, start: 0, atMs: 10_000)
        #expect(history.fall == EndHistory.Fall(atMs: 10_000, end: 120))
    }

    @Test(arguments: [(15, 250), (19, 300), (20, 299), (0, 0)] as [(Int64, Int64)])
    func aLateAnswerIsLeftOut(_ atS: Int64, _ end: Int64) {
        var history = Self.history([(0, 100), (10, 200), (20, 300)])
        let before = history
        history.add(end: end, start: 0, atMs: atS * 1000)
        if atS == 20 {
            #expect(history.fall?.end == 299)
        } else {
            #expect(history == before)
        }
    }

    @Test func aClockSetBackMovesThePastWithIt() {
        var history = Self.history([(10_000, 100), (10_010, 200), (10_020, 300)])
        // An hour back; the log grew on.
        history.add(end: 400, start: 0, atMs: 6_430_000)
        history.add(end: 500, start: 0, atMs: 6_440_000)
        guard case .at(let end) = history.time(of: 200) else {
            Issue.record("200 was passed")
            return
        }
        // Ten seconds before the moment of the step, which cannot be told from the sample after it.
        #expect(end.timeMs == 6_420_000)
        #expect(history.fall == nil)
    }

    @Test func aClockSetBackFarWithAFallBeginsAnew() {
        var history = Self.history([(10_000, 100), (10_010, 200)])
        history.add(end: 50, start: 0, atMs: 6_000_000)
        #expect(history.fall == EndHistory.Fall(atMs: 6_000_000, end: 50))
        #expect(history.ends.last?.atMs == 6_000_000)
    }

    @Test func whatIsOlderThanTheSpanIsForgotten() throws {
        var history = EndHistory()
        let hour: Int64 = 3_600_000
        for sample in 0..<(60 * 24) as Range<Int64> {
            history.add(end: sample * sample, start: sample, atMs: sample * hour)
        }
        let first = try #require(history.ends.first)
        let last = try #require(history.ends.last)
        #expect(last.atMs == (60 * 24 - 1) * hour)
        #expect(last.atMs - first.atMs <= HistoryLimits.spanMs + HistoryLimits.segmentMs)
        #expect(last.atMs - first.atMs >= HistoryLimits.spanMs)
    }

    @Test func anIdleLogOfMonthsStaysSmall() throws {
        var history = EndHistory()
        for sample in 0..<(120 * 24) as Range<Int64> { history.add(end: 7, start: 7, atMs: sample * 3_600_000) }
        #expect(history.ends.points.count == 2)
        #expect(history.time(of: 7) == .notYet)
        history.add(end: 8, start: 7, atMs: 120 * 24 * 3_600_000)
        #expect(
            history.time(of: 7) == .at(EndTime(timeMs: (120 * 24 - 1) * 3_600_000, method: .history)))
    }

    @Test func hugeAndNegativeNumbersDoNoHarm() {
        var history = EndHistory()
        let numbers: [Int64] = [.max, .min, -1, 0, 1, .max - 1, 1 << 40]
        for end in numbers {
            for atMs in numbers {
                history.add(end: end, start: atMs, atMs: atMs)
                history.seed(offset: end, timestampMs: atMs)
                for offset in numbers { _ = history.time(of: offset) }
                _ = history.startPace()
            }
        }
        #expect(history.ends.points.count <= HistoryLimits.pointsMax)
    }

    @Test func thePaceOfTheStartIsThatOfTheLastHour() {
        var history = EndHistory()
        // Two hours: nothing, then ten a second.
        for sample in 0...360 as ClosedRange<Int64> {
            history.add(end: 1_000_000, start: 0, atMs: sample * 10_000)
        }
        for sample in 1...360 as ClosedRange<Int64> {
            history.add(end: 1_000_000, start: sample * 100, atMs: 3_600_000 + sample * 10_000)
        }
        #expect(history.startPace().map { ($0 - 10).magnitude < 0.1 } == true)
    }
}
