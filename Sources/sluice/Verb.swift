// Sluice
// SPDX-License-Identifier: Apache-2.0

import Terminal

/// One verb of the command line: its description and what it does.
protocol Verb {
    static var spec: CommandSpec { get }
    /// Runs with arguments that fit the description.
    static func run(_ arguments: ParsedArguments) async -> ExitCode
}
