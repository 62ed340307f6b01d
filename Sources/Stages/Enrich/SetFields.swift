// Sluice
// SPDX-License-Identifier: Apache-2.0

import Expressions
import Records
package import Topology

/// `enrich: set`: fields get the values of expressions, in the order of the file.
struct SetFields: RecordStage {
    /// One field and its value.
    struct Assignment: Sendable {
        let slot: Slot
        let value: Expression
    }

    let assignments: [Assignment]

    func run(_ record: inout Record, _ tools: inout StageTools) -> StageOutcome {
        for index in assignments.indices {
            if let error = tools.evaluator.assign(assignments[index].value, to: assignments[index].slot, in: &record) {
                return .failed(.expression(error))
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
            var assignments: [SetFields.Assignment] = []
            for entry in reader.entries {
                let value = context.expression(entry.value)
                let slot = context.slot(writing: entry.field, type: value?.type ?? .dyn)
                if let value, let slot { assignments.append(.init(slot: slot, value: value)) }
            }
            return assignments.count == reader.entries.count ? SetFields(assignments: assignments) : nil
        })
}
