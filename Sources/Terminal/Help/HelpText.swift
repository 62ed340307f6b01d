// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Renders the help of a program and of its commands.
struct HelpText {
    private let program: ProgramSpec

    init(_ program: ProgramSpec) {
        self.program = program
    }

    /// The help of the command at a path; of the whole program for an empty path.
    func text(for path: [String]) -> String {
        guard !path.isEmpty, let command = program.command(at: path) else { return overview }
        let verb = ([program.name] + path).joined(separator: " ")
        var text = TextWrap.paragraphs(command.summary, indent: 0)
        text += "\nUsage: \(Self.usage(of: command, verb: verb))\n"
        if !command.discussion.isEmpty { text += "\n" + TextWrap.paragraphs(command.discussion, indent: 0) }
        text += section("Commands", command.subcommands.map { ($0.name, $0.summary) })
        text += section("Arguments", command.arguments.map { ($0.name, $0.summary) })
        text += section(
            "Options", command.options.map { ($0.label, $0.fullSummary) } + [("-h, --help", "show this help")])
        text += examples(command.examples)
        return text
    }

    /// The line after `Usage:`.
    static func usage(of command: CommandSpec, verb: String) -> String {
        guard command.subcommands.isEmpty || !command.arguments.isEmpty else { return "\(verb) COMMAND" }
        var parts = [verb]
        for option in command.options where option.isRequired {
            parts.append("--\(option.name) \(option.placeholder ?? "")")
        }
        if command.options.contains(where: { !$0.isRequired }) { parts.append("[OPTIONS]") }
        return (parts + command.arguments.map(\.label)).joined(separator: " ")
    }

    private var overview: String {
        var text = "\(program.name) \(program.version): \(program.summary)\n"
        text += "\nUsage: \(program.name) COMMAND [OPTIONS]\n"
        text += section("Commands", program.commands.map { ($0.name, $0.summary) })
        text += section("Environment", program.environment.map { ($0.name, $0.summary) })
        text += section("Options", [("-h, --help", "show this help"), ("-V, --version", "show the version")])
        text += "\n'\(program.name) COMMAND --help' explains a command and shows examples.\n"
        return text
    }

    private func section(_ title: String, _ rows: [(String, String)]) -> String {
        guard !rows.isEmpty else { return "" }
        return "\n\(title):\n" + TextWrap.columns(rows)
    }

    private func examples(_ examples: [CommandSpec.Example]) -> String {
        guard !examples.isEmpty else { return "" }
        return "\nExamples:\n" + examples.map { "  # \($0.summary)\n  \($0.line)\n" }.joined(separator: "\n")
    }
}
