// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records
package import Topology

/// `sanitize: scan`: what looks like personal data is masked in every text of the record.
struct ScanStrings: RecordStage {
    let replacement: [UInt8]

    /// The shortest address is `a@b.cc`; addresses in URLs write their '@' as '%40'.
    private static let prefilter = StringPrefilter(lengthMin: 6, containing: 0x40, or: 0x25)

    func run(_ record: inout Record, _ tools: inout StageTools) -> StageOutcome {
        let replacement = replacement.span.bytes
        let found = record.replaceInStrings(where: Self.prefilter) { text, replacements in
            let bytes = text._unsafeView(as: UInt8.self)
            var position = 0
            while let address = EmailMatcher.next(in: bytes, from: position) {
                replacements.replace(address, with: replacement)
                position = address.upperBound
            }
        }
        return found > 0 ? .changed : .unchanged
    }
}

extension StageSpec {
    package static let scan = StageSpec(
        name: "scan", section: .sanitize,
        summary: """
            Finds personal data in every text of the record, at any depth, and masks it. `email` finds addresses \
            of the form `local@host.tld`, also with `%40` as in URLs. Names of members are not searched.
            """,
        shape: .options([
            OptionSpec("for", .choices(["email"]), required: true, doc: "what to find"),
            OptionSpec("action", .choice(["mask"]), default: "mask", doc: "what to do with it"),
            OptionSpec("with", .text, default: "***", doc: "what stands in place of what was found"),
        ]),
        example: "scan: {for: [email], action: mask}",
        make: { reader, _ in
            guard reader.texts("for") != nil, reader.text("action") != nil, let with = reader.text("with") else {
                return nil
            }
            return ScanStrings(replacement: Array(with.utf8))
        })
}
