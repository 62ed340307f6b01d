// Sluice
// SPDX-License-Identifier: Apache-2.0

import Expressions
import Records
package import Topology

/// `enrich: set`: fields get the values of expressions, in the order of the file.
///
/// Values that are the same for every record are rendered once, at load.
struct SetFields: RecordStage {
    /// Some fields and their values; plain bits.
    private enum Step {
        /// A range of `constants`.
        case constants(Range<Int>)
        /// The value of the expression with an index.
        case evaluated(Slot, Int)
    }

    private let steps: [Step]
    private let expressions: [Expression]
    private let constants: ConstantFields

    init(_ fields: [(slot: Slot, value: Expression)]) {
        var steps: [Step] = []
        var constants = ConstantFields()
        for (index, field) in fields.enumerated() {
            guard let constant = ConstantText(field.value) else {
                steps.append(.evaluated(field.slot, index))
                continue
            }
            constants.append(field.slot, constant.kind, json: constant.json, isEscaped: constant.isEscaped)
            if case .constants(let range) = steps.last {
                steps[steps.count - 1] = .constants(range.lowerBound..<constants.count)
            } else {
                steps.append(.constants(constants.count - 1..<constants.count))
            }
        }
        self.steps = steps
        self.constants = constants
        expressions = fields.map(\.value)
    }

    func run(_ record: inout Record, _ tools: inout StageTools) -> StageOutcome {
        for index in steps.indices {
            switch steps[index] {
            case .constants(let range):
                if !record.set(constants, range) { return .failed(.expression(.parentIsNoObject)) }
            case .evaluated(let slot, let number):
                if let error = tools.evaluator.assign(expressions[number], to: slot, in: &record) {
                    return .failed(.expression(error))
                }
            }
        }
        return .changed
    }
}

extension StageSpec {
    package static let set = StageSpec(
        name: "set", section: .enrich,
        summary: """
            Sets fields to the values of CEL expressions, in the order of the file; each sees the ones before \
            it. Expressions read the record's fields and where it comes from: `kafka.topic`, `kafka.partition`, \
            `kafka.offset`, `kafka.timestamp`, `kafka.key`, `kafka.headers["name"]`. Objects around a field are \
            made; a record whose expression has an error goes to the dead letters.
            """,
        shape: .fields(.expression, doc: "the field's value"),
        example: """
            set: {env: "'prod'", status_class: "string(status / 100) + 'xx'"}
            """,
        make: { reader, context in
            if reader.entries.count > StagesLimits.assignmentsMax {
                context.report(
                    "'set' gives \(reader.entries.count) fields; \(StagesLimits.assignmentsMax) are allowed",
                    at: reader.span)
            }
            var fields: [(slot: Slot, value: Expression)] = []
            for entry in reader.entries {
                let value = context.expression(entry.value)
                let slot = context.slot(writing: entry.field, type: value?.type ?? .dyn)
                if let value, let slot { fields.append((slot, value)) }
            }
            return fields.count == reader.entries.count ? SetFields(fields) : nil
        })
}
