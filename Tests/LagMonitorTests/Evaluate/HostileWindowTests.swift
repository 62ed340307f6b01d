// Sluice
// SPDX-License-Identifier: Apache-2.0

import SluiceTesting
import Testing

@testable import LagMonitor

/// Numbers that no honest broker or client sends: every rule set must bear them.
struct HostileWindowTests {
    private static let numbers: [Int64] = [
        .min, .min + 1, -1000, -1, 0, 1, 999, 1000, 1_700_000_000_000, 8_718_968_885_229_905_256, .max - 1, .max,
    ]

    private static func number(_ random: inout SeededGenerator) -> Int64 {
        numbers.randomElement(using: &random) ?? 0
    }

    private static func window(_ random: inout SeededGenerator) -> PartitionWindow {
        let slots = (0..<Int.random(in: 0...8, using: &random)).map { index -> CommitSlot? in
            // Blank slots may stand anywhere.
            if Int.random(in: 0...3, using: &random) == 0 { return nil }
            return CommitSlot(
                offset: number(&random), timestampMs: number(&random), observedAtMs: number(&random),
                lag: Bool.random(using: &random) ? number(&random) : nil, order: Int64(index))
        }
        var window = PartitionWindow(
            topic: "t", partition: .random(in: -1...1, using: &random), slots: slots,
            brokerOffsets: (0..<Int.random(in: 0...3, using: &random)).map { _ in number(&random) },
            currentLag: number(&random))
        if Int.random(in: 0...4, using: &random) > 0 {
            window.ends = LogEnds(
                start: Bool.random(using: &random) ? number(&random) : nil, highWatermark: number(&random),
                lastStable: Bool.random(using: &random) ? number(&random) : nil, sampledAtMs: number(&random))
        }
        return window
    }

    @Test(arguments: [11, 12, 13, 14] as [UInt64]) func everyRuleSetAnswers(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var statuses: Set<LagStatus> = []
        for _ in 0..<2000 {
            var history = EndHistory()
            for _ in 0..<Int.random(in: 0...4, using: &random) {
                history.add(end: Self.number(&random), start: Self.number(&random), atMs: Self.number(&random))
                history.seed(offset: Self.number(&random), timestampMs: Self.number(&random))
            }
            let (one, other) = (Self.number(&random), Self.number(&random))
            if one < other { history.setGap(one..<other) }
            let known = history
            var plan = EvaluationPlan()
            plan.allowedLag = Self.number(&random)
            plan.minimumComplete = [0, 0.5, 1, .nan, -1].randomElement(using: &random) ?? 0
            plan.stopIntervals = [0, 5, -1, .infinity, .nan, 1e300].randomElement(using: &random) ?? 5
            plan.stopFloor = .milliseconds(Self.number(&random))
            let context = SluiceContext(
                isolation: Bool.random(using: &random) ? .readCommitted : .readUncommitted,
                offsetRefresh: .milliseconds(Self.number(&random))
            ) { _, _ in known }
            let window = Self.window(&random)
            let nowMs = Self.number(&random)
            for rules in RuleSet.allCases {
                let report = Evaluator(plan).partition(window, rules: rules, nowMs: nowMs, context: context)
                statuses.insert(report.status)
                #expect(report.complete >= 0 && report.complete <= 1)
                if rules == .sluice, window.ends != nil, window.slots.contains(where: { $0 != nil }) {
                    #expect(report.currentLag >= 0)
                }
                guard let progress = report.progress else { continue }
                #expect(progress.timeLagMs ?? 0 >= 0)
                #expect(progress.velocity?.isNaN != true)
                #expect(progress.catchUpMs ?? 0 >= 0)
                #expect(progress.dataLossMs ?? 0 >= 0)
                #expect(progress.retentionMargin ?? 0 >= 0)
                #expect(progress.lostRecords >= 0 && progress.phantomLag >= 0)
            }
        }
        #expect(statuses.isSuperset(of: [.ok, .warn, .stop, .stall, .rewind, .unknown]))
    }

    @Test func aGapOfTheRefreshThatIsHugeIsNeverStale() {
        var context = SluiceContext(offsetRefresh: .seconds(Int64.max))
        #expect(context.staleMs == .max)
        context.offsetRefresh = .seconds(10)
        #expect(context.staleMs == 30_000)
    }

    @Test(
        arguments: [
            (.max, 1, .max, .max - 1), (.min, -1, .min, .min + 1), (.max, -1, .max - 1, .max),
            (.min, 1, .min + 1, .min),
            (3, 4, 7, -1),
        ] as [(Int64, Int64, Int64, Int64)])
    func arithmeticStaysAtTheEnds(_ left: Int64, _ right: Int64, _ sum: Int64, _ difference: Int64) {
        #expect(left.clampedAdding(right) == sum)
        #expect(left.clampedSubtracting(right) == difference)
    }
}
