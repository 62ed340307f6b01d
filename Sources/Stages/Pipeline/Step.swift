// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records
import Topology

/// A stage of `enrich` or `sanitize` as the data path runs it: a case per kind of stage, chosen by a jump, not by a
/// witness table.
enum Step {
    case set(SetFields)
    case maskKeys(MaskKeys)
    case remove(RemoveFields)
    case scan(ScanStrings)

    /// A plan that has no case is a registered stage that nobody can run: a programming error.
    init(_ plan: any StagePlan) {
        switch plan {
        case let plan as SetFields: self = .set(plan)
        case let plan as MaskKeys: self = .maskKeys(plan)
        case let plan as RemoveFields: self = .remove(plan)
        case let plan as ScanStrings: self = .scan(plan)
        default: preconditionFailure("no step runs the plan \(type(of: plan))")
        }
    }

    @inline(__always)
    func run(_ record: inout Record, _ tools: inout StageTools) -> StageOutcome {
        switch self {
        case .set(let stage): stage.run(&record, &tools)
        case .maskKeys(let stage): stage.run(&record, &tools)
        case .remove(let stage): stage.run(&record, &tools)
        case .scan(let stage): stage.run(&record, &tools)
        }
    }
}
