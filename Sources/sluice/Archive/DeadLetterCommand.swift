// Sluice
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Platform
import Sinks
import Terminal

/// `sluice dlq ls` and `sluice dlq show`.
enum DeadLetterCommand {
    static let spec = CommandSpec(
        "dlq", "Look at the dead letters: the records that could not be handled",
        subcommands: [ListCommand.spec, ShowCommand.spec])

    /// Reads a root's dead letters and says what is past its retention.
    @discardableResult
    private static func reading<Outcome>(
        _ root: ArchiveRoot, _ body: (DeadLetterReader) throws(ArchiveReadError) -> Outcome
    ) throws(ArchiveReadError) -> Outcome {
        var expired = 0
        defer { ArchiveCommand.tell(expired: expired) }
        return try body(DeadLetterReader(root, nowMs: TimeSource.system.wallMs()) { _ in expired += 1 })
    }

    /// `sluice dlq ls`.
    enum ListCommand: Verb {
        static let spec = CommandSpec(
            "ls", "List the reasons with counts, places and a sample",
            discussion: "Samples keep their structure and have their values masked, unless --raw is given.",
            arguments: [CommandSpec.Argument("DIR", .directory, "an archive root")],
            options: [.flag("json", "write one JSON object per line"), .flag("raw", "show samples as they came")],
            examples: [CommandSpec.Example("sluice dlq ls ./archive", "what failed, and how often")])

        static func run(_ arguments: ParsedArguments) async -> ExitCode {
            let (json, raw) = (arguments.flag("json"), arguments.flag("raw"))
            return await ArchiveCommand.readRoot(arguments) { (root) throws(ArchiveReadError) in
                let summaries = try reading(root) { (reader) throws(ArchiveReadError) in
                    try reader.summaries(raw: raw)
                }
                Console.output.write(json ? lines(summaries) : table(summaries))
            }
        }

        private static func lines(_ summaries: [DeadLetterSummary]) -> String {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return summaries.map { summary in
                // Plain values of fixed types always encode.
                let data = (try? encoder.encode(summary)) ?? Data()
                return String(decoding: data, as: UTF8.self) + "\n"
            }.joined()
        }

        private static func table(_ summaries: [DeadLetterSummary]) -> String {
            guard !summaries.isEmpty else { return "no dead letters\n" }
            var table = TextTable([
                ("REASON", .left), ("STAGE", .left), ("COUNT", .right), ("FIRST", .left), ("LAST", .left),
                ("SAMPLE", .left),
            ])
            for summary in summaries {
                let sample = TextWidth.cut(summary.sample, to: 60)
                let (first, last) = (place(summary.first), place(summary.last))
                table.add([summary.reason, summary.stage, "\(summary.count)", first, last, sample])
            }
            return table.text
        }

        private static func place(_ place: DeadLetterSummary.Place) -> String {
            "\(place.topic)/\(place.partition)@\(place.offset)"
        }
    }

    /// `sluice dlq show`.
    enum ShowCommand: Verb {
        static let spec = CommandSpec(
            "show", "Show single dead letters",
            discussion: "Payloads keep their structure and have their values masked, unless --raw is given.",
            arguments: [CommandSpec.Argument("DIR", .directory, "an archive root")],
            options: [
                .option("reason", "REASON", .string, "only this reason"),
                .option("topic", "TOPIC", .string, "only this topic"),
                .option("partition", "P", .int(0...Int64(Int32.max)), "only this partition"),
                .option("offset", "OFFSET", .count, "only this offset"),
                .option("limit", short: "n", "N", .int(1...1_000_000), default: "10", "how many at most"),
                .flag("raw", "show payloads as they came, not masked"),
            ],
            examples: [
                CommandSpec.Example("sluice dlq show ./archive --reason invalid_json -n 3", "three of one reason"),
                CommandSpec.Example(
                    "sluice dlq show ./archive --topic web --partition 0 --offset 17 --raw", "one, as it came"),
            ])

        static func run(_ arguments: ParsedArguments) async -> ExitCode {
            let filter = DeadLetterFilter(arguments)
            let raw = arguments.flag("raw")
            let limit = arguments.int("limit") ?? 10
            return await ArchiveCommand.readRoot(arguments) { (root) throws(ArchiveReadError) in
                var shown: Int64 = 0
                try reading(root) { (reader) throws(ArchiveReadError) in
                    try reader.forEach { entry in
                        guard filter.takes(entry) else { return true }
                        shown += 1
                        return Console.output.write(text(entry, raw: raw)) && shown < limit
                    }
                }
                if shown == 0 { Console.output.write("no dead letters\n") }
            }
        }

        private static func text(_ entry: DeadLetterEntry, raw: Bool) -> String {
            var text = "\(entry.topic)/\(entry.partition)@\(entry.offset)  \(entry.reason) in \(entry.stage)"
            if let position = entry.position { text += " at byte \(position)" }
            return text + "\n  \(DeadLetterReader.shown(entry.payload, raw: raw))\n"
        }
    }
}

/// Which dead letters are wanted.
struct DeadLetterFilter: Sendable {
    private let reason: String?
    private let topic: String?
    private let partition: Int64?
    private let offset: Int64?

    init(_ arguments: ParsedArguments) {
        reason = arguments.string("reason")
        topic = arguments.string("topic")
        partition = arguments.int("partition")
        offset = arguments.int("offset")
    }

    func takes(_ entry: DeadLetterEntry) -> Bool {
        (reason.map { $0 == entry.reason } ?? true) && (topic.map { $0 == entry.topic } ?? true)
            && (partition.map { $0 == Int64(entry.partition) } ?? true) && (offset.map { $0 == entry.offset } ?? true)
    }
}
