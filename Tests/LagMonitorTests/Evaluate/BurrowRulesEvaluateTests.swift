// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LagMonitor

/// Every row of kind "evaluate" of the file of rows: what Burrow 1.9.5 and 1.2.1 say of a window.
struct BurrowRulesEvaluateTests {
    @Test(.enabled(if: BurrowCases.isThere, BurrowCases.absent), arguments: BurrowCases.rows("evaluate"))
    func statusAndCompletenessAreThoseOf195(_ row: BurrowCase) throws {
        let report = row.report(.burrow)
        #expect(report.status.name == row.expected["status"]?.string)
        if let complete = row.expected["complete"]?.number { #expect(BurrowCases.agree(report.complete, complete)) }
        #expect(report.currentLag == row.integer("current_lag") ?? 0)
        #expect(report.progress == nil)
    }

    @Test(.enabled(if: BurrowCases.isThere, BurrowCases.absent), arguments: BurrowCases.rows("evaluate"))
    func statusIsThatOf121(_ row: BurrowCase) throws {
        guard let expected = row.expectedOf121 else { return }
        let report = row.report(.burrow12)
        #expect(report.status.name == expected["status"]?.string)
        if let complete = expected["complete"]?.number { #expect(BurrowCases.agree(report.complete, complete)) }
    }

    @Test(.enabled(if: BurrowCases.isThere, BurrowCases.absent), arguments: BurrowCases.rows("evaluate"))
    func eachRuleAnswersAsTheOriginal(_ row: BurrowCase) throws {
        guard let rules = row.expected["rules"]?.object, !rules.isEmpty else { return }
        let run = try #require(CommitRun(row.window), "rules of a window without commits")
        for (rule, expected) in rules {
            let answer = try #require(row.answer(to: rule, run), "no rule is named '\(rule)'")
            #expect(answer == expected, "\(rule)")
        }
    }

    @Test(.enabled(if: BurrowCases.isThere, BurrowCases.absent), arguments: BurrowCases.rows("evaluate"))
    func theTraceExplainsTheStatusAndCostsNoOtherAnswer(_ row: BurrowCase) throws {
        for rules in [RuleSet.burrow, .burrow12] {
            let report = row.report(rules)
            let last = try #require(report.trace.steps.last)
            switch report.status {
            case .stop: #expect(last.rule == "recently_caught_up" && !last.holds)
            case .rewind: #expect(last.rule == (rules == .burrow ? "rewind_recovered" : "rewound"))
            case .stall: #expect(last.rule == "stalled" && last.holds)
            case .warn: #expect(last.rule == "lag_not_decreasing" && last.holds)
            default: #expect(report.status == .ok)
            }
            var silent = row.report(rules, wantsTrace: false)
            #expect(silent.trace.steps.isEmpty)
            silent.trace = report.trace
            #expect(silent == report)
        }
    }
}

extension BurrowCase {
    fileprivate var window: PartitionWindow {
        let slots = (row["offsets"]?.array ?? []).map { slot -> CommitSlot? in
            guard let offset = slot["offset"]?.integer, let timestampMs = slot["timestamp_ms"]?.integer else {
                return nil
            }
            return CommitSlot(
                offset: offset, timestampMs: timestampMs, observedAtMs: 0, lag: slot["lag"]?.integer,
                order: slot["order"]?.integer ?? 0)
        }
        return PartitionWindow(
            topic: "t", partition: 0, slots: slots, brokerOffsets: integers("broker_offsets"),
            currentLag: integer("current_lag") ?? 0)
    }

    fileprivate var plan: EvaluationPlan {
        var plan = EvaluationPlan()
        plan.minimumComplete = Float(number("min_complete") ?? 0)
        plan.allowedLag = integer("allowed_lag") ?? 0
        return plan
    }

    fileprivate func report(_ rules: RuleSet, wantsTrace: Bool = true) -> PartitionReport {
        Evaluator(plan).partition(window, rules: rules, nowMs: integer("now_ms") ?? 0, wantsTrace: wantsTrace)
    }

    /// What a rule says by itself, whether or not the order of the rules lets it be asked.
    fileprivate func answer(to rule: String, _ run: CommitRun) -> JSONValue? {
        let nowMs = Evaluator.wholeSeconds(integer("now_ms") ?? 0)
        let rewind = BurrowRules.rewind(run)
        return switch rule {
        case "current_lag_zero":
            .bool(BurrowRules.hasNoLag(window.currentLag, allowedLag: plan.allowedLag))
        case "stopped": .bool(BurrowRules.isStopped(run, nowMs: nowMs))
        case "recent_lag_zero", "recently_caught_up":
            .bool(BurrowRules.wasRecentlyCaughtUp(run, window.brokerOffsets))
        case "rewind_index": .integer(rewind.map { Int64($0.index) } ?? -1)
        case "rewound", "rewind": .bool(rewind != nil)
        case "rewind_recovered":
            .bool(rewind.map { BurrowRules.hasRecovered(run, from: $0.index, to: $0.from) } ?? false)
        case "lag_always_nonzero": .bool(BurrowRules.isLagAlwaysNonzero(run, allowedLag: plan.allowedLag))
        case "stalled": .bool(BurrowRules.isStalled(run))
        case "lag_not_decreasing": .bool(BurrowRules.isLagNotDecreasing(run))
        default: nil
        }
    }
}
