// Sluice
// SPDX-License-Identifier: Apache-2.0

@testable import Terminal

/// A small program that has one of everything.
enum ExampleProgram {
    static let spec = ProgramSpec(
        name: "mill", version: "1.2.3", summary: "grinds things",
        commands: [
            CommandSpec(
                "run", "Run some files", discussion: "First paragraph.\n\nSecond, it's \"quoted\".",
                arguments: [CommandSpec.Argument("FILE", .file, repeated: true, "what to run")],
                options: [
                    .flag("until-end", "end when done"),
                    .flag("quiet", short: "q", "say less"),
                    .flag("verbose", short: "v", "say more"),
                    .option("count", short: "n", "N", .count, default: "10", "how many"),
                    .option("wait", "TIME", .duration, default: "1s", "how long"),
                    .option("size", "BYTES", .bytes, "how large"),
                    .option("rate", "R", .number, "how fast"),
                    .option("listen", "ADDRESS", .address, default: "127.0.0.1:8080", "where to listen"),
                    .option("set", "NAME=VALUE", repeated: true, "set a value [twice: fine]"),
                    .option("format", "FORMAT", .choice(["text", "json"]), default: "text", "how to write"),
                    .option("dir", short: "d", "DIR", .directory, "where to write"),
                ],
                examples: [CommandSpec.Example("mill run a.yaml", "run one file")]),
            CommandSpec(
                "archive", "Look into archives",
                subcommands: [
                    CommandSpec("ls", "List", arguments: [CommandSpec.Argument("DIR", .directory, "the archive")]),
                    CommandSpec(
                        "cat", "Print",
                        arguments: [
                            CommandSpec.Argument("DIR", .directory, "the archive"),
                            CommandSpec.Argument("NAME", required: false, "one output"),
                        ],
                        options: [.option("output", "NAME", required: true, "which output")]),
                ]),
        ],
        environment: [("MILL_DIR", "where things are")])

    static func parse(_ line: String) -> ParseOutcome {
        CommandLineParser(spec).parse(line.split(separator: " ").map(String.init))
    }

    static func arguments(_ line: String) -> ParsedArguments? {
        guard case .run(let parsed) = parse(line) else { return nil }
        return parsed
    }

    static func refusal(_ line: String) -> UsageError? {
        guard case .refused(let error) = parse(line) else { return nil }
        return error
    }

    static func shown(_ line: String) -> String? {
        guard case .show(let text) = parse(line) else { return nil }
        return text
    }
}
