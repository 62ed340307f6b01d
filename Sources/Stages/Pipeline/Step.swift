// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records
import Topology

/// A stage of `enrich` or `sanitize` as the data path runs it: a case per kind of stage, chosen by a jump, not by a
/// witness table.
///
/// Plain bits, so that taking one out of the array of steps counts no reference: whoever makes it
/// keeps what it borrows.
enum Step: BitwiseCopyable {
    case set(Borrowed<StageBox<SetFields>>)
    case maskKeys(Borrowed<StageBox<MaskKeys>>)
    case remove(Borrowed<StageBox<RemoveFields>>)
    case scan(Borrowed<StageBox<ScanStrings>>)

    /// - Parameter boxes: gets what the step borrows, for its owner to keep.
    ///
    /// A plan that has no case is a registered stage that nobody can run: a programming error.
    init(_ plan: any StagePlan, boxes: inout [any AnyObject & Sendable]) {
        func box<Stage: RecordStage>(_ stage: Stage) -> Borrowed<StageBox<Stage>> {
            let box = StageBox(stage)
            boxes.append(box)
            return Borrowed(box)
        }
        switch plan {
        case let plan as SetFields: self = .set(box(plan))
        case let plan as MaskKeys: self = .maskKeys(box(plan))
        case let plan as RemoveFields: self = .remove(box(plan))
        case let plan as ScanStrings: self = .scan(box(plan))
        default: preconditionFailure("no step runs the plan \(type(of: plan))")
        }
    }

    @inline(__always)
    func run(_ record: inout Record, _ tools: inout StageTools) -> StageOutcome {
        switch self {
        case .set(let stage): stage { $0.stage.run(&record, &tools) }
        case .maskKeys(let stage): stage { $0.stage.run(&record, &tools) }
        case .remove(let stage): stage { $0.stage.run(&record, &tools) }
        case .scan(let stage): stage { $0.stage.run(&record, &tools) }
        }
    }
}
