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

    private let conditions: [Expression]
    /// Output of each rule; -1 discards.
    private let outputs: [Int]
    private let takesAll: Bool

    init(_ plan: TopologyPlan) {
        conditions = plan.routes.map(\.condition)
        outputs = plan.routes.map { $0.output ?? -1 }
        takesAll = plan.routeMode == .all
    }

    /// Asks the rules. An error of a condition is a failure of the record, never a 'no': a rule that cannot be judged
    /// must not send a record on to the next one.
    func decide(_ record: borrowing Record, _ evaluator: inout Evaluator) -> Decision {
        var set = OutputSet()
        var rules: UInt64 = 0
        var discardedBy = -1
        for index in conditions.indices {
            guard let holds = evaluator.bool(conditions[index], record) else {
                return .failed(rule: index, evaluator.lastError ?? .wrongResultType)
            }
            guard holds else { continue }
            if outputs[index] >= 0 {
                rules |= 1 << UInt64(index)
                set.insert(outputs[index])
            } else if discardedBy < 0 {
                discardedBy = index
            }
            if !takesAll { break }
        }
        if !set.isEmpty { return .routed(set, rules: rules) }
        return discardedBy >= 0 ? .filtered(rule: discardedBy) : .unmatched
    }
}
