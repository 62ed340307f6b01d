// Sluice
// SPDX-License-Identifier: Apache-2.0

import Terminal

/// One verb of the command line: its description and what it does.
protocol Verb {
    static var spec: CommandSpec { get }
    /// Whether it watches for signals itself; others are ended by them at once.
    static var endsGracefully: Bool { get }
    /// Runs with arguments that fit the description.
    static func run(_ arguments: ParsedArguments) async -> ExitCode
}

extension Verb {
    static var endsGracefully: Bool { false }
}
