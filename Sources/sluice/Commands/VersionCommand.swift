// Sluice
// SPDX-License-Identifier: Apache-2.0

import Terminal

/// `sluice version`.
enum VersionCommand: Verb {
    static let spec = CommandSpec("version", "Show the version")

    static func run(_ arguments: ParsedArguments) async -> ExitCode {
        Console.output.write("sluice \(Program.version)\n") ? .done : .inputOutput
    }
}
