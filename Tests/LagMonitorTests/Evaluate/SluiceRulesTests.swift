// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LagMonitor

/// What rule set `sluice` corrects, a table for each correction. Times are seconds.
struct SluiceRulesTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let scene: SluiceScene
        let status: LagStatus
        /// The rule that decided.
        let rule: String
        let lag: Int64

        init(_ name: String, _ status: LagStatus, _ rule: String, lag: Int64, _ scene: SluiceScene) {
            testDescription = name
            self.scene = scene
            self.status = status
            self.rule = rule
            self.lag = lag
        }
    }

    private static let hour: Int64 = 3600
    private static let day: Int64 = 100_000

    /// A log that stood at 1000 until then, and has 50 more since.
    private static func grown(at growthS: Int64) -> [(atS: Int64, end: Int64)] {
        [(0, 0), (growthS - 10, 1000), (growthS, 1050)]
    }

    static let stop: [Row] = [
        Row(
            "commits every second: not before the floor", .ok, "lag_always_nonzero", lag: 50,
            SluiceScene(
                commits: SluiceScene.steady(every: 1, last: day), end: 1050, nowS: day + 60, ends: grown(at: day + 5))),
        Row(
            "commits every second: after the floor", .stop, "silent", lag: 50,
            SluiceScene(
                commits: SluiceScene.steady(every: 1, last: day), end: 1050, nowS: day + 61, ends: grown(at: day + 5))),
        Row(
            "commits every minute: five of them are usual", .ok, "lag_always_nonzero", lag: 50,
            SluiceScene(
                commits: SluiceScene.steady(every: 60, last: day), end: 1050, nowS: day + 300, ends: grown(at: day))),
        Row(
            "commits every minute: more is not, where Burrow waits for nine", .stop, "silent", lag: 50,
            SluiceScene(
                commits: SluiceScene.steady(every: 60, last: day), end: 1050, nowS: day + 301, ends: grown(at: day))),
        Row(
            "commits every hour: six hours of silence, where Burrow waits for nine", .stop, "silent", lag: 50,
            SluiceScene(
                commits: SluiceScene.steady(every: hour, last: day), end: 1050, nowS: day + 6 * hour,
                ends: grown(at: day))),
        Row(
            "the record has waited for a minute only, though the group is silent for hours", .ok, "lag_always_nonzero",
            lag: 50,
            SluiceScene(
                commits: SluiceScene.steady(every: 60, last: day), end: 1050, nowS: day + 5 * hour,
                ends: grown(at: day + 5 * hour - 60))),
        Row(
            "bursts an hour apart: a silence that the window has seen to end", .ok, "lag_always_nonzero", lag: 50,
            SluiceScene(
                commits: (0..<5).map { (day - hour + $0, 950 + $0, 0) } + (0..<5).map { (day + $0, 995 + $0, 0) },
                end: 1049, nowS: day + hour - 100, ends: grown(at: day + 10))),
        Row(
            "bursts an hour apart: a longer one", .stop, "silent", lag: 50,
            SluiceScene(
                commits: (0..<5).map { (day - hour + $0, 950 + $0, 0) } + (0..<5).map { (day + $0, 995 + $0, 0) },
                end: 1049, nowS: day + hour + 100, ends: grown(at: day + 10))),
        Row(
            "too few commits for a rhythm: Burrow's window, but not before the floor", .ok, "lag_always_nonzero",
            lag: 50,
            SluiceScene(
                commits: [(day - 10, 990, 0), (day, 1000, 0)], end: 1050, nowS: day + 60, ends: grown(at: day))),
        Row(
            "too few commits for a rhythm, after the floor", .stop, "silent", lag: 50,
            SluiceScene(
                commits: [(day - 10, 990, 0), (day, 1000, 0)], end: 1050, nowS: day + 61, ends: grown(at: day))),
        Row(
            "without a history Burrow's ring of ends decides", .stop, "recently_caught_up", lag: 50,
            SluiceScene(commits: SluiceScene.steady(every: 60, last: day), end: 1050, nowS: day + 301)),
        Row(
            "a commit with a timestamp of the future is no newer than it was seen", .stop, "silent", lag: 50,
            SluiceScene(
                commits: SluiceScene.steady(every: 1, last: day + 10 * hour), end: 1050, nowS: day + hour,
                observedS: day, ends: grown(at: day))),
    ]

    static let lags: [Row] = [
        Row(
            "an open transaction is no lag of a reader of committed records", .ok, "current_lag_zero", lag: 0,
            SluiceScene(
                commits: SluiceScene.steady(every: 5, last: day), end: 1500, lastStable: 1000, nowS: day + 10)),
        Row(
            "but one of a reader of all", .ok, "lag_always_nonzero", lag: 500,
            SluiceScene(
                commits: SluiceScene.steady(every: 5, last: day), end: 1500, lastStable: 1000, nowS: day + 10,
                isolation: .readUncommitted)),
        Row(
            "committed between last stable offset and end", .ok, "current_lag_zero", lag: 0,
            SluiceScene(commits: SluiceScene.steady(every: 5, last: day), end: 1500, lastStable: 900, nowS: day + 10)),
        Row(
            "records before the log's start are no lag, but lost", .warn, "records_lost", lag: 0,
            SluiceScene(commits: SluiceScene.steady(every: 5, last: day), start: 1200, end: 1200, nowS: day + 10)),
        Row(
            "lag counts from the log's start", .warn, "records_lost", lag: 300,
            SluiceScene(commits: SluiceScene.steady(every: 5, last: day), start: 1200, end: 1500, nowS: day + 10)),
        Row(
            "a gap without data is no lag", .ok, "current_lag_zero", lag: 0,
            SluiceScene(
                commits: (0..<10).map { (day - 90 + $0 * 10, 1000, 1) }, end: 1001, nowS: day + 10,
                ends: [(day, 1001)], gap: 1000..<1001)),
        Row(
            "the same lag is one where nobody knows", .stall, "stalled", lag: 1,
            SluiceScene(
                commits: (0..<10).map { (day - 90 + $0 * 10, 1000, 1) }, end: 1001, nowS: day + 10,
                ends: [(day, 1001)])),
        Row(
            "data behind the gap are lag", .stall, "stalled", lag: 2,
            SluiceScene(
                commits: (0..<10).map { (day - 90 + $0 * 10, 1000, 1) }, end: 1003, nowS: day + 10,
                ends: [(day, 1003)], gap: 1000..<1001)),
        Row(
            "one commit with lag tells nothing yet, where Burrow says STALL", .ok, "single_commit", lag: 50,
            SluiceScene(commits: [(day, 1000, 50)], end: 1050, nowS: day + 10)),
        Row(
            "nothing committed", .ok, "no_commits", lag: 0,
            SluiceScene(commits: [], end: 1050, nowS: day + 10)),
    ]

    static let logs: [Row] = [
        Row(
            "a log that ends before the commit, asked after it", .rewind, "beyond_end", lag: 0,
            SluiceScene(commits: SluiceScene.steady(every: 5, last: day), end: 100, nowS: day + 10)),
        Row(
            "a commit that is newer than the sample", .ok, "current_lag_zero", lag: 0,
            SluiceScene(
                commits: SluiceScene.steady(every: 5, last: day), end: 990, nowS: day + 4, sampledS: day - 1)),
        Row(
            "a commit of the second of the sample", .ok, "current_lag_zero", lag: 0,
            SluiceScene(commits: SluiceScene.steady(every: 5, last: day), end: 990, nowS: day + 4, sampledS: day)),
        Row(
            "the same position, polled again and again", .rewind, "beyond_end", lag: 0,
            SluiceScene(
                commits: (0..<10).map { (day - 90 + $0 * 10, 1000, 0) }, end: 990, nowS: day + 4, sampledS: day - 1)),
        Row(
            "a topic made anew that has outgrown the commit", .rewind, "beyond_end", lag: 200,
            SluiceScene(
                commits: SluiceScene.steady(every: 5, last: day), end: 1200, nowS: day + 40,
                ends: [(day, 1000), (day + 10, 3), (day + 30, 1200)])),
        Row(
            "a truncation above the commit does not touch the group", .ok, "lag_always_nonzero", lag: 800,
            SluiceScene(
                commits: SluiceScene.steady(every: 5, last: day), end: 1800, nowS: day + 40,
                ends: [(day, 2000), (day + 10, 1700), (day + 30, 1800)])),
        Row(
            "a commit after the fall belongs to the new log", .ok, "lag_always_nonzero", lag: 200,
            SluiceScene(
                commits: SluiceScene.steady(every: 5, last: day), end: 1200, nowS: day + 10,
                ends: [(day - 100, 5000), (day - 90, 3), (day + 5, 1200)])),
    ]

    static let blind: [Row] = [
        Row(
            "samples of three refreshes ago", .ok, "current_lag_zero", lag: 0,
            SluiceScene(commits: SluiceScene.steady(every: 5, last: day), end: 1000, nowS: day + 30, sampledS: day)),
        Row(
            "older samples", .unknown, "samples_stale", lag: 0,
            SluiceScene(commits: SluiceScene.steady(every: 5, last: day), end: 1000, nowS: day + 31, sampledS: day)),
        Row(
            "samples of a time before the clock was set back", .unknown, "samples_stale", lag: 0,
            SluiceScene(
                commits: SluiceScene.steady(every: 5, last: day), end: 1000, nowS: day, sampledS: day + hour)),
        Row(
            "a collector that is blind", .unknown, "blind", lag: 0,
            SluiceScene(
                commits: SluiceScene.steady(every: 5, last: day), end: 1000, nowS: day, collector: .blind("why"))),
        Row(
            "no broker has answered yet", .unknown, "blind", lag: 0,
            SluiceScene(
                commits: SluiceScene.steady(every: 5, last: day), end: 1000, nowS: day, collector: .connecting)),
        Row(
            "the offsets topic is not read to its end", .catchingUp, "catching_up", lag: 0,
            SluiceScene(
                commits: SluiceScene.steady(every: 5, last: day), end: 1000, nowS: day,
                collector: .catchingUp(left: 7))),
        Row(
            "blind even where nothing is committed", .unknown, "blind", lag: 0,
            SluiceScene(commits: [], end: 1000, nowS: day, collector: .blind("why"))),
    ]

    static let burrows: [Row] = [
        Row(
            "rewound", .rewind, "rewind_recovered", lag: 700,
            SluiceScene(commits: [(day - 20, 500, 0), (day - 10, 900, 0), (day, 300, 700)], end: 1000, nowS: day + 5)),
        Row(
            "rewound and recovered", .ok, "lag_always_nonzero", lag: 50,
            SluiceScene(commits: [(day - 20, 500, 0), (day - 10, 300, 0), (day, 950, 50)], end: 1000, nowS: day + 5)),
        Row(
            "stalled", .stall, "stalled", lag: 100,
            SluiceScene(commits: (0..<10).map { (day - 90 + $0 * 10, 900, 50 + $0) }, end: 1000, nowS: day + 5)),
        Row(
            "falling behind", .warn, "lag_not_decreasing", lag: 100,
            SluiceScene(commits: (0..<10).map { (day - 90 + $0 * 10, 891 + $0, 50 + $0) }, end: 1000, nowS: day + 5)),
        Row(
            "catching up", .ok, "lag_not_decreasing", lag: 100,
            SluiceScene(commits: (0..<10).map { (day - 90 + $0 * 10, 891 + $0, 500 - $0) }, end: 1000, nowS: day + 5)),
    ]

    @Test(arguments: stop + lags + logs + blind + burrows) func isJudged(_ row: Row) throws {
        let report = row.scene.report
        #expect(report.status == row.status, "\(report.trace.steps)")
        #expect(report.trace.steps.last?.rule == row.rule)
        #expect(report.currentLag == row.lag)
        // Judging without a trace is the same judging.
        var silent = row.scene.report(wantsTrace: false)
        #expect(silent.trace.steps.isEmpty)
        silent.trace = report.trace
        #expect(silent == report)
    }

    @Test func thresholdsArePlanned() {
        var scene = SluiceScene(
            commits: SluiceScene.steady(every: 60, last: Self.day), end: 1050, nowS: Self.day + 301,
            ends: Self.grown(at: Self.day))
        #expect(scene.report.status == .stop)
        scene.plan.stopIntervals = 6
        #expect(scene.report.status == .ok)
        scene.plan.stopIntervals = .nan
        scene.plan.stopFloor = .seconds(302)
        #expect(scene.report.status == .ok)
        scene.plan.stopFloor = .zero
        #expect(scene.report.status == .stop)
        scene.plan.allowedLag = 50
        #expect(scene.report.trace.steps.last?.rule == "current_lag_zero")
    }

    @Test func theTraceHasInputsAndThresholds() throws {
        let row = try #require(Self.stop.first { $0.testDescription.hasPrefix("commits every minute: more") })
        let steps = row.scene.report.trace.steps
        #expect(
            steps.map(\.rule) == [
                "catching_up", "blind", "samples_stale", "incomplete", "beyond_end", "current_lag_zero", "stopped",
                "silent",
            ])
        let silent = try #require(steps.last)
        #expect(silent.inputs.first { $0.name == "silence_ms" }?.value == 301_000)
        #expect(silent.inputs.first { $0.name == "patience_ms" }?.value == 300_000)
        #expect(silent.inputs.first { $0.name == "median_ms" }?.value == 60_000)
    }
}
