// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LagMonitor

/// Time lag, velocity, arrival and danger of a partition.
struct SluiceProgressTests {
    /// A log that grows by `rate` a second, asked every ten seconds from 0 on.
    private static func log(_ rate: Int64, toS: Int64) -> [(atS: Int64, end: Int64)] {
        stride(from: 0, through: toS, by: 10).map { ($0, $0 * rate) }
    }

    /// A group that began at `lag` behind such a log and reads `pace` a second, committing every ten seconds.
    private static func scene(rate: Int64, pace: Int64, lag: Int64, atS nowS: Int64) -> SluiceScene {
        SluiceScene(
            commits: (0..<10 as Range<Int64>).map { step -> (atS: Int64, offset: Int64, lag: Int64?) in
                let atS = nowS - (9 - step) * 10
                return (atS, nowS * rate - lag - (nowS - atS) * pace, 1)
            },
            end: nowS * rate, nowS: nowS, sampledS: nowS, ends: log(rate, toS: nowS))
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let rate: Int64
        let pace: Int64
        let velocity: Double
        let catchUpMs: Int64?
        var testDescription: String { "log \(rate)/s, group \(pace)/s" }
    }

    @Test(arguments: [
        Row(rate: 100, pace: 100, velocity: 0, catchUpMs: nil),
        Row(rate: 100, pace: 50, velocity: 50, catchUpMs: nil),
        Row(rate: 100, pace: 300, velocity: -200, catchUpMs: 300_000),
        Row(rate: 100, pace: 0, velocity: 100, catchUpMs: nil),
    ])
    func velocityIsThatOfTheLag(_ row: Row) throws {
        let progress = try #require(
            Self.scene(rate: row.rate, pace: row.pace, lag: 60_000, atS: 10_000).report.progress)
        #expect(progress.velocity.map { ($0 - row.velocity).magnitude < 0.01 } == true)
        #expect(progress.catchUpMs.map { $0 / 100 } == row.catchUpMs.map { $0 / 100 })
        #expect(progress.timeLagMs.map { ($0 - 600_000).magnitude <= 1 } == true)
        #expect(progress.method == .history)
        #expect(!progress.isTimeLagAtLeast)
        #expect(progress.retentionMargin == 940_000)
    }

    @Test func aSilentGroupFallsBehindAtTheLogsPace() throws {
        var scene = Self.scene(rate: 100, pace: 100, lag: 0, atS: 10_000)
        scene.nowS = 10_600
        scene.sampledS = 10_600
        scene.end = 1_060_000
        scene.ends = Self.log(100, toS: 10_600)
        let progress = try #require(scene.report.progress)
        #expect(progress.velocity.map { ($0 - 100).magnitude < 0.01 } == true)
        #expect(progress.timeLagMs == 600_000)
        #expect(progress.catchUpMs == nil)
    }

    @Test func whoHasNoLagIsCaughtUp() throws {
        let progress = try #require(Self.scene(rate: 100, pace: 100, lag: 0, atS: 10_000).report.progress)
        #expect(progress.timeLagMs == 0)
        #expect(progress.method == .caughtUp)
        #expect(progress.catchUpMs == 0)
    }

    @Test func withoutAHistoryFrozenLagsTellTheVelocityAndNothingTheAge() throws {
        let scene = SluiceScene(
            commits: [(100, 10, 500), (110, 20, 400), (120, 30, 300)], end: 330, nowS: 121)
        let progress = try #require(scene.report.progress)
        #expect(progress.velocity == -10)
        #expect(progress.catchUpMs == 30_000)
        #expect(progress.timeLagMs == nil)
        #expect(progress.method == nil)
    }

    /// What was committed long before the start was frozen with the lag of the start, not with its own.
    @Test(arguments: [(300, 3000, nil), (310, 3200, 20)] as [(Int64, Int64, Double?)])
    func theVelocityOfASilentGroupCountsFromTheStart(nowS: Int64, end: Int64, velocity: Double?) throws {
        var scene = SluiceScene(commits: [(10, 0, 3000), (11, 0, 3000), (12, 0, 3000)], end: end, nowS: nowS)
        scene.readS = 300
        scene.sampledS = nowS
        let progress = try #require(scene.report.progress)
        #expect(progress.velocity == velocity)
    }

    @Test func anAgeBeyondTheHistoryIsAtLeast() throws {
        var scene = Self.scene(rate: 100, pace: 100, lag: 60_000, atS: 10_000)
        scene.ends.removeAll { $0.atS < 9_900 }
        let progress = try #require(scene.report.progress)
        #expect(progress.timeLagMs == 100_000)
        #expect(progress.isTimeLagAtLeast)
    }

    @Test func aClockBeforeTheSamplesGivesNoNegativeAge() throws {
        var scene = Self.scene(rate: 100, pace: 100, lag: 1000, atS: 10_000)
        scene.nowS = 9_980
        scene.sampledS = 9_980
        #expect(scene.report.progress?.timeLagMs == 0)
    }

    @Test func theLogsStartThatComesCloserIsDanger() throws {
        var history = EndHistory()
        for second in stride(from: 0 as Int64, through: 7200, by: 10) {
            history.add(end: second * 100 + 1_000_000, start: second * 100, atMs: second * 1000)
        }
        let known = history
        let window = PartitionWindow(
            topic: "t", partition: 0,
            slots: (0..<10 as Range<Int64>).map { step -> CommitSlot? in
                CommitSlot(
                    offset: 1_000_000 + step * 100, timestampMs: (7110 + step * 10) * 1000, observedAtMs: 0,
                    lag: 5, order: step)
            },
            brokerOffsets: [1_720_000], currentLag: 0,
            ends: LogEnds(start: 720_000, highWatermark: 1_720_000, lastStable: nil, sampledAtMs: 7_200_000))
        let report = Evaluator(EvaluationPlan()).partition(
            window, rules: .sluice, nowMs: 7_200_000, context: SluiceContext { _, _ in known })
        let progress = try #require(report.progress)
        #expect(progress.retentionMargin == 280_900)
        // The start gains ninety a second on the group.
        #expect(progress.dataLossMs.map { ($0 - 3_121_111).magnitude < 5_000 } == true)
        #expect(progress.lostRecords == 0)
    }

    @Test func lostRecordsAreCounted() throws {
        var scene = Self.scene(rate: 100, pace: 100, lag: 60_000, atS: 10_000)
        scene.start = 950_000
        let report = scene.report
        #expect(report.progress?.lostRecords == 10_000)
        #expect(report.progress?.retentionMargin == 0)
        #expect(report.currentLag == 50_000)
        #expect(report.progress?.timeLagMs.map { ($0 - 500_000).magnitude <= 1 } == true)
    }

    @Test func thePhantomIsNamed() throws {
        let scene = SluiceScene(
            commits: (0..<10).map { (900 + $0 * 10, 1000, 3) }, end: 1010, nowS: 1000,
            ends: [(900, 1003), (990, 1003), (995, 1010)], gap: 1000..<1003)
        let report = scene.report
        #expect(report.progress?.phantomLag == 3)
        #expect(report.currentLag == 7)
        // The first record with data waits since the end passed the gap.
        #expect(report.progress?.timeLagMs == 10_000)
        #expect(report.trace.steps.contains { $0.rule == "phantom_lag" && $0.holds })
    }
}
