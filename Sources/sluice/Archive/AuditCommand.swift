// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform
import Runtime
import Sinks
import Terminal

/// `sluice audit`.
enum AuditCommand: Verb {
    static let spec = CommandSpec(
        "audit", "Prove that every offset of an archive is accounted for",
        discussion: """
            Recomputes the coverage of every partition from manifests and files. Ends with 1 on a hole, an overlap, \
            a checksum, size or count that is wrong, and on epochs that wait aside undecided; with --brokers also on \
            a committed position that is neither the last sealed end nor the end of the log. Lag, unsealed pending \
            epochs, files past their retention and slots in use are told and end with 0.

            Every audit reads all manifests and asks for every file. With --since the contents of files are read \
            only where they were sealed since then; of older ones the size is compared. Offsets that lie in roots that \
            were not given are told as 'elsewhere'; with --complete they are errors.
            """,
        arguments: [
            CommandSpec.Argument("DIR", .directory, repeated: true, "an archive root; several are judged as one")
        ],
        options: [
            .flag("json", "write one JSON object"),
            .option("since", "TIME", .string, "read only files sealed since, as in 2026-01-31T00:00:00Z, 2h or 7d"),
            .flag("complete", "offsets in roots that were not given are errors"),
            .option("brokers", "HOST:PORT", .string, "also ask these brokers what the groups have committed"),
        ],
        examples: [
            CommandSpec.Example("sluice audit ./archive", "judge an archive by itself"),
            CommandSpec.Example("sluice audit ./archive --since 25h", "what a daily run has to read"),
            CommandSpec.Example("sluice audit /data/a /data/b --brokers kafka:9092", "two roots, and Kafka's word"),
        ])

    static func run(_ arguments: ParsedArguments) async -> ExitCode {
        var options = AuditOptions()
        let nowMs = TimeSource.system.wallMs()
        options.demandsAll = arguments.flag("complete")
        if let text = arguments.string("since") {
            options.sinceMs = SinceText.milliseconds(text, nowMs: nowMs)
            if options.sinceMs == nil {
                Console.error.write(
                    "sluice audit: '\(text)' is no time in the past; write it as in 2026-01-31T00:00:00Z, 2h or 7d\n")
                return .usage
            }
        }
        return await audit(
            arguments.strings("DIR"), json: arguments.flag("json"), brokers: arguments.string("brokers"),
            options: options)
    }

    /// Audits roots and writes the report.
    static func audit(
        _ paths: [String], json: Bool, brokers: String? = nil, options: AuditOptions = AuditOptions()
    ) async -> ExitCode {
        let result = await onOwnThread { Result { try report(paths, brokers, options) } }
        switch result {
        case .success(let report):
            Console.output.write(json ? report.json() + "\n" : report.text())
            return ExitCode(rawValue: report.exitCode) ?? .failed
        case .failure(let error):
            Console.error.write("sluice audit: \(error)\n")
            return error is KafkaError ? .unavailable : .noInput
        }
    }

    private static func report(
        _ paths: [String], _ brokers: String?, _ options: AuditOptions
    ) throws -> AuditReport {
        var options = options
        let roots = try paths.map { try ArchiveRoot.inspect($0, fileSystem: PosixFileSystem()) }
        let questions = try brokers.map { try BrokerQuestions(brokers: $0, roots: roots) }
        defer { questions?.close() }
        let facts = try questions?.facts() ?? []
        let time = TimeSource.system
        options.nowMs = time.wallMs()
        let start = time.monotonic()
        var progress = ProgressLine(on: .error)
        var isShown = false
        var audit = Audit(roots, brokers: facts, options: options) { state in
            let elapsed = time.monotonic() - start
            guard elapsed > .seconds(2) else { return }
            isShown = true
            progress.update(at: elapsed, line(state))
        }
        var report = try audit.run()
        questions?.judgeGaps(of: &report)
        if isShown { progress.finish("audited in \(HumanText.duration(time.monotonic() - start))") }
        return report
    }

    private static func line(_ state: AuditProgress) -> String {
        "partition \(state.partitionsDone + 1) of \(state.partitions), "
            + "\(HumanText.count(state.manifestsDone)) manifests, \(HumanText.bytes(state.bytesRead))"
    }
}
