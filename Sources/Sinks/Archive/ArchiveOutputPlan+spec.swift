// Sluice
// SPDX-License-Identifier: Apache-2.0

import Compression
import Records
package import Topology

extension ArchiveOutputPlan {
    /// The kind of output that topology files call `archive`.
    package static let spec = OutputSpec(
        name: "archive",
        summary: "Files below the archive root, sealed together with their offsets, readable by common tools.",
        options: [
            OptionSpec(
                "path", .text, required: true,
                doc: "directory of a record: {event:%Y-%m-%d} in UTC, {field.path}, {kafka.topic}, {kafka.partition}"),
            OptionSpec(
                "format", .choice(["ndjson"], later: ["parquet"]), default: "ndjson", doc: "one JSON object per line"),
            OptionSpec(
                "compression", .choice(["zstd", "gzip", "none"]), default: "zstd",
                doc: "independent frames, one per chunk; a file is one stream for every reader"),
            OptionSpec(
                "level", .integer(0...19),
                doc: "how hard to press: zstd 1 to 19, gzip 0 to 3; 1 where it is not given"),
            OptionSpec(
                "retention", .duration(ArchiveLimits.retentionRange),
                doc: "after the seal a file may be gone, for the audit and for readers; absent: never. Deletes nothing"
            ),
        ],
        example: #"archive: {path: "web/dt={event:%Y-%m-%d}/hour={event:%H}/host={host}", compression: gzip}"#,
        deadLetterDefaults: ["path": "dead_letters/dt={event:%Y-%m-%d}"],
        make: { reader, context in plan(reader, &context) })

    private static func plan(_ reader: OptionReader, _ context: inout PlanContext) -> ArchiveOutputPlan? {
        let codec = codec(reader, &context)
        let path = path(reader, &context)
        guard let codec, let path, reader.text("format") != nil else { return nil }
        let retention = reader.duration("retention")
        if reader.isWritten("retention") && retention == nil { return nil }
        return ArchiveOutputPlan(path: path, codec: codec, retentionMs: retention.map(Self.milliseconds))
    }

    private static func milliseconds(_ duration: Duration) -> Int64 {
        let (seconds, attoseconds) = duration.components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }

    private static func codec(_ reader: OptionReader, _ context: inout PlanContext) -> Codec? {
        guard let name = reader.text("compression") else { return nil }
        let level = reader.integer("level")
        if reader.isWritten("level") && level == nil { return nil }
        if let codec = Codec(name: name, level: level.map { Int($0) }) {
            if case .none = codec, reader.isWritten("level") {
                context.report(
                    "'level' without compression", at: reader.span(of: "level"), hint: "remove it, or choose a codec")
                return nil
            }
            return codec
        }
        let levels = name == "zstd" ? CompressionLimits.zstdLevels : CompressionLimits.gzipLevels
        context.report(
            "'level' of \(name) must be from \(levels.lowerBound) to \(levels.upperBound), found \(level ?? 0)",
            at: reader.span(of: "level"))
        return nil
    }

    private static func path(_ reader: OptionReader, _ context: inout PlanContext) -> PathTemplate? {
        guard let scalar = reader.scalar("path") else { return nil }
        let draft: PathTemplateDraft
        do throws(PathTemplateError) {
            draft = try PathTemplateDraft(parsing: scalar.text)
        } catch {
            context.report("'path': \(error.message)", in: scalar, at: error.offset, length: 1)
            return nil
        }
        var slots: [Slot] = []
        for field in draft.fields {
            let span = scalar.span(ofUTF8: field.offset, length: field.length)
            if context.isForDeadLetters {
                context.report(
                    "'path': dead letters have no fields, so '{\(field.path)}' is never there", at: span,
                    hint: "use {event:...}, {kafka.topic} and {kafka.partition}")
            } else if let slot = context.slot(for: FieldReference(path: field.path, span: span)) {
                slots.append(slot)
            }
        }
        return slots.count == draft.fields.count ? draft.template(slots: slots) : nil
    }
}
