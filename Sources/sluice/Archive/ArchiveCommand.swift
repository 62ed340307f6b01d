// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform
import Sinks
import Terminal

/// `sluice archive ls`, `sluice archive cat` and `sluice archive settle`.
enum ArchiveCommand {
    static let spec = CommandSpec(
        "archive", "Look at what is archived, and settle what waits",
        subcommands: [ListCommand.spec, CatCommand.spec, SettleCommand.spec])

    /// `sluice archive ls`.
    enum ListCommand: Verb {
        static let spec = CommandSpec(
            "ls", "List sealed files with their partitions, offsets and rows",
            discussion: "A line per file. An epoch without files, such as a first start, is one line marked 'jump'.",
            arguments: [CommandSpec.Argument("DIR", .directory, "an archive root")],
            options: [
                .option("output", "NAME", .string, "only this output"), .flag("json", "write one JSON object per line"),
            ],
            examples: [CommandSpec.Example("sluice archive ls ./archive --output errors", "the files of one output")])

        static func run(_ arguments: ParsedArguments) async -> ExitCode {
            let (output, json) = (arguments.string("output"), arguments.flag("json"))
            return await ArchiveCommand.read(arguments) { (reader) throws(ArchiveReadError) in
                try reader.forEachManifest { (manifest) throws(ArchiveReadError) in
                    let lines = ArchiveListing.lines(manifest, output: output, json: json)
                    return lines.isEmpty || Console.output.write(lines.joined())
                }
            }
        }
    }

    /// `sluice archive cat`.
    enum CatCommand: Verb {
        static let spec = CommandSpec(
            "cat", "Write the sealed records as NDJSON",
            discussion: "Dead letters, which are raw, are only written where --output names them.",
            arguments: [CommandSpec.Argument("DIR", .directory, "an archive root")],
            options: [.option("output", "NAME", .string, "only this output")],
            examples: [
                CommandSpec.Example("sluice archive cat ./archive | jq .status | sort | uniq -c", "all outputs"),
                CommandSpec.Example("sluice archive cat ./archive --output dead_letters | head", "what failed"),
            ])

        static func run(_ arguments: ParsedArguments) async -> ExitCode {
            let output = arguments.string("output")
            return await ArchiveCommand.read(arguments) { (reader) throws(ArchiveReadError) in
                try reader.cat(output: output) { Console.output.write($0) }
            }
        }
    }

    /// Opens the root of the arguments, changing nothing, and reads it on a thread of its own.
    static func read(
        _ arguments: ParsedArguments, _ body: @escaping @Sendable (ArchiveReader) throws(ArchiveReadError) -> Void
    ) async -> ExitCode {
        await readRoot(arguments) { (root) throws(ArchiveReadError) in
            var expired = 0
            defer { tell(expired: expired) }
            try body(ArchiveReader(root, nowMs: TimeSource.system.wallMs()) { _ in expired += 1 })
        }
    }

    /// Says how many files are no longer there, and need not be.
    static func tell(expired: Int) {
        guard expired > 0 else { return }
        let files = expired == 1 ? "1 file is" : "\(expired) files are"
        Console.error.write("sluice: \(files) past retention and gone; what they held is left out\n")
    }

    /// The same for what reads roots in another way.
    static func readRoot(
        _ arguments: ParsedArguments, _ body: @escaping @Sendable (ArchiveRoot) throws(ArchiveReadError) -> Void
    ) async -> ExitCode {
        guard let path = arguments.string("DIR") else { preconditionFailure("'DIR' is required") }
        return await onOwnThread {
            do {
                try body(try ArchiveRoot.inspect(path, fileSystem: PosixFileSystem()))
                return .done
            } catch let error as ArchiveReadError {
                // Whoever read the output has enough: no error.
                if error.code == .stopped { return .done }
                Console.error.write("sluice: \(error)\n")
                return error.code == .damaged ? .badData : error.code == .unknownOutput ? .usage : .noInput
            } catch {
                Console.error.write("sluice: \(error)\n")
                return .noInput
            }
        }
    }
}
