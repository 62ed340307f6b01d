// Sluice
// SPDX-License-Identifier: Apache-2.0

/// One verb of the command line: what it takes, what it does, and examples of it.
package struct CommandSpec: Sendable {
    package let name: String
    /// What the command does, in one sentence without a full stop.
    package let summary: String
    /// Paragraphs below the summary, in help and manual.
    package let discussion: String
    package let arguments: [Argument]
    package let options: [Option]
    package let examples: [Example]
    /// Verbs below this one. A command that has some is run itself only if it takes arguments, the first of which then
    /// cannot be the name of such a verb.
    package let subcommands: [CommandSpec]

    package init(
        _ name: String, _ summary: String, discussion: String = "", arguments: [Argument] = [],
        options: [Option] = [], examples: [Example] = [], subcommands: [CommandSpec] = []
    ) {
        precondition(Set(options.map(\.name)).count == options.count, "'\(name)' has two options of one name")
        let shorts = options.compactMap(\.short)
        precondition(Set(shorts).count == shorts.count, "'\(name)' has two options of one letter")
        precondition(
            arguments.dropLast().allSatisfy { !$0.isRepeated },
            "'\(name)': only the last argument may repeat")
        precondition(
            zip(arguments, arguments.dropFirst()).allSatisfy { $0.isRequired || !$1.isRequired },
            "'\(name)': what may be left out stands behind what may not")
        self.name = name
        self.summary = summary
        self.discussion = discussion
        self.arguments = arguments
        self.options = options
        self.examples = examples
        self.subcommands = subcommands
    }

    /// The option of a long name.
    package func option(_ name: String) -> Option? { options.first { $0.name == name } }
}
