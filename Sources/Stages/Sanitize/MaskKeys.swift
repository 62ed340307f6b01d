// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records
package import Topology

/// `sanitize: mask_keys`: the values of certain names are replaced wherever they are.
struct MaskKeys: RecordStage {
    let mark: NameMark
    let replacement: [UInt8]

    func run(_ record: inout Record, _ tools: inout StageTools) -> StageOutcome {
        record.maskFields(mark, with: replacement.span.bytes) > 0 ? .changed : .unchanged
    }
}

extension StageSpec {
    package static let maskKeys = StageSpec(
        name: "mask_keys", section: .sanitize,
        summary: "Replaces the value of every member with one of these names, at any depth and in any case.",
        shape: .options([
            OptionSpec("keys", .texts, required: true, doc: "names of members, not paths"),
            OptionSpec("with", .text, default: "***", doc: "what stands in place of the value"),
        ]),
        example: """
            mask_keys: {keys: [password, token, authorization], with: "***"}
            """,
        make: { reader, context in
            guard let keys = reader.texts("keys"), let with = reader.text("with") else { return nil }
            if keys.count > StagesLimits.maskedNamesMax {
                context.report(
                    "'mask_keys' has \(keys.count) names; \(StagesLimits.maskedNamesMax) are allowed",
                    at: reader.span(of: "keys"))
            }
            for key in reader.scalars("keys") ?? [] where key.text.isEmpty {
                context.report("'keys' has an empty name", at: key.span)
            }
            guard let mark = context.mark(names: keys, at: reader.span(of: "keys")) else { return nil }
            return MaskKeys(mark: mark, replacement: Array(with.utf8))
        })
}
