// Sluice
// SPDX-License-Identifier: Apache-2.0

import Sinks
import Terminal

/// `sluice version`.
enum VersionCommand: Verb {
    static let spec = CommandSpec(
        "version", "Show the version",
        options: [
            .flag("faults", "name the steps of the protocol at which SLUICE_FAULT can kill the process, a line each")
        ],
        examples: [
            CommandSpec.Example(
                "SLUICE_FAULT=commit.sent sluice run web.yaml", "die once when a commit was sent and not answered yet")
        ])

    static func run(_ arguments: ParsedArguments) async -> ExitCode {
        let text =
            arguments.flag("faults")
            ? FaultPoint.allCases.map { $0.rawValue + "\n" }.joined() : "sluice \(Program.version)\n"
        return Console.output.write(text) ? .done : .inputOutput
    }
}
