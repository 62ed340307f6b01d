// Sluice
// SPDX-License-Identifier: Apache-2.0

import Expressions
import Records
import Topology

/// The rules of `route`, in order.
struct Router {
    /// What the rules say about a record.
    enum Decision {
        /// The bits of `rules` are the rules that took the record.
        case routed(OutputSet, rules: UInt64)
        case filtered(rule: Int)
        case unmatched
        case failed(rule: Int, EvaluationError)
    }

    /// A rule; plain bits.
    private struct Rule {
        /// Output that it sends to; -1 discards.
        let output: Int
        /// What the condition says of every record; nil where it has to be asked.
        let holdsAlways: Bool?
        /// One of `conditions`.
        let condition: BorrowedExpression
    }

    private let rules: [Rule]
    /// Keeps what the rules borrow.
    private let conditions: [Expression]
    /// Whether every rule is asked, not only those up to the first that holds.
    let takesAll: Bool
    /// The decision where the first rule takes every record.
    private let fixed: Decision?

    init(_ plan: TopologyPlan) {
        conditions = plan.routes.map(\.condition)
        rules = plan.routes.map {
            Rule(
                output: $0.output ?? -1, holdsAlways: Self.constant($0.condition, plan.layout),
                condition: BorrowedExpression($0.condition))
        }
        takesAll = plan.routeMode == .all
        if let first = rules.first, first.holdsAlways == true, !takesAll {
            fixed =
                first.output < 0 ? .filtered(rule: 0) : .routed(OutputSet(bits: 1 << UInt64(first.output)), rules: 1)
        } else {
            fixed = nil
        }
    }

    /// Asks the rules. An error of a condition is a failure of the record, never a 'no': a rule that cannot be judged
    /// must not send a record on to the next one.
    func decide(_ record: borrowing Record, _ evaluator: inout Evaluator) -> Decision {
        if let fixed { return fixed }
        var set = OutputSet()
        var taken: UInt64 = 0
        var discardedBy = -1
        for index in rules.indices {
            let rule = rules[index]
            guard let holds = rule.holdsAlways ?? evaluator.bool(rule.condition, record) else {
                return .failed(rule: index, evaluator.lastError ?? .wrongResultType)
            }
            guard holds else { continue }
            if rule.output >= 0 {
                taken |= 1 << UInt64(index)
                set.insert(rule.output)
            } else if discardedBy < 0 {
                discardedBy = index
            }
            if !takesAll { break }
        }
        if !set.isEmpty { return .routed(set, rules: taken) }
        return discardedBy >= 0 ? .filtered(rule: discardedBy) : .unmatched
    }

    /// What a condition that reads nothing of a record says; nil where it does, or has an error.
    private static func constant(_ condition: Expression, _ layout: RecordLayout) -> Bool? {
        guard condition.isConstant else { return nil }
        var evaluator = Evaluator()
        return evaluator.bool(condition, Record(layout: layout))
    }
}
