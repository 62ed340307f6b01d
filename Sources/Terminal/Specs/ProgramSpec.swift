// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The whole command line of a program, described once: parser, help, completions and manual page read it.
package struct ProgramSpec: Sendable {
    package let name: String
    package let version: String
    /// What the program is, in one sentence without a full stop.
    package let summary: String
    package let commands: [CommandSpec]
    /// Environment variables that the program reads, for help and manual: name and meaning.
    package let environment: [(name: String, summary: String)]

    /// Adds `help`, `completions` and `manual`, which the parser answers itself.
    package init(
        name: String, version: String, summary: String, commands: [CommandSpec],
        environment: [(name: String, summary: String)] = []
    ) {
        self.name = name
        self.version = version
        self.summary = summary
        self.commands = commands + CommandSpec.builtIn
        self.environment = environment
        precondition(Set(self.commands.map(\.name)).count == self.commands.count, "two commands of one name")
    }

    /// The command at a path of names; nil where a name is unknown.
    package func command(at path: [String]) -> CommandSpec? {
        var level = commands
        var found: CommandSpec?
        for name in path {
            guard let next = level.first(where: { $0.name == name }) else { return nil }
            found = next
            level = next.subcommands
        }
        return found
    }

    /// Every command with its path, parents before children, in the order of the specification.
    var allCommands: [(path: [String], command: CommandSpec)] {
        func below(_ commands: [CommandSpec], _ path: [String]) -> [(path: [String], command: CommandSpec)] {
            commands.flatMap { command in
                [(path + [command.name], command)] + below(command.subcommands, path + [command.name])
            }
        }
        return below(commands, [])
    }
}
