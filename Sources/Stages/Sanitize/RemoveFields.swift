// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records
package import Topology

/// `sanitize: remove`: fields are taken out of the record.
struct RemoveFields: RecordStage {
    let slots: [Slot]

    func run(_ record: inout Record, _ tools: inout StageTools) -> StageOutcome {
        var isChanged = false
        for index in slots.indices where record.kind(of: slots[index]) != .absent {
            record.remove(slots[index])
            isChanged = true
        }
        return isChanged ? .changed : .unchanged
    }
}

extension StageSpec {
    package static let remove = StageSpec(
        name: "remove", section: .sanitize,
        summary: "Takes fields out of the record, with all that is inside them. Absent ones are no error.",
        shape: .options([OptionSpec("fields", .fields, required: true, doc: "paths of the fields")]),
        example: "remove: {fields: [user.password, headers.cookie]}",
        make: { reader, context in
            guard let fields = reader.fields("fields") else { return nil }
            if fields.count > StagesLimits.removedFieldsMax {
                context.report(
                    "'remove' has \(fields.count) fields; \(StagesLimits.removedFieldsMax) are allowed",
                    at: reader.span(of: "fields"))
            }
            let label = context.label
            let slots = fields.compactMap { context.slot(removing: $0, by: label) }
            return slots.count == fields.count ? RemoveFields(slots: slots) : nil
        })
}
