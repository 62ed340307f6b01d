// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Reads a command line as a program's specification says.
package struct CommandLineParser: Sendable {
    private let program: ProgramSpec

    package init(_ program: ProgramSpec) {
        self.program = program
    }

    /// Reads the words after the program's name.
    package func parse(_ words: [String]) -> ParseOutcome {
        do throws(UsageError) {
            return try outcome(of: words)
        } catch {
            return .refused(error)
        }
    }

    private func outcome(of words: [String]) throws(UsageError) -> ParseOutcome {
        var rest = words[...]
        var path: [String] = []
        var level = program.commands
        while let word = rest.first {
            if word == "--help" || word == "-h" { return .show(help(for: path)) }
            if path.isEmpty, word == "--version" || word == "-V" { return .show(version) }
            if word.hasPrefix("-") { throw unknownOption(word, at: path) }
            guard let command = level.first(where: { $0.name == word }) else { throw unknownCommand(word, at: path) }
            rest = rest.dropFirst()
            path.append(word)
            level = command.subcommands
            let isMeantItself = !command.arguments.isEmpty && !level.contains { $0.name == rest.first }
            if level.isEmpty || isMeantItself { return try run(command, path: path, words: rest) }
        }
        if path.isEmpty { return .show(help(for: [])) }
        throw UsageError(
            "'\(program.name) \(path.joined(separator: " "))' needs a command: "
                + level.map(\.name).joined(separator: ", "),
            hint: "see '\(program.name) help \(path.joined(separator: " "))'")
    }

    private func run(
        _ command: CommandSpec, path: [String], words: ArraySlice<String>
    ) throws(UsageError) -> ParseOutcome {
        var reader = ArgumentReader(program: program.name, path: path, command: command)
        if reader.asksForHelp(words) { return .show(help(for: path)) }
        let parsed = try reader.read(words)
        switch path {
        case ["help"]: return try showHelp(parsed.strings("COMMAND"))
        case ["completions"]: return .show(completions(parsed.string("SHELL")))
        case ["manual"]: return .show(ManualPage(program).text)
        default: return .run(parsed)
        }
    }

    private func showHelp(_ names: [String]) throws(UsageError) -> ParseOutcome {
        var level = program.commands
        var path: [String] = []
        for name in names {
            guard let command = level.first(where: { $0.name == name }) else { throw unknownCommand(name, at: path) }
            path.append(name)
            level = command.subcommands
        }
        return .show(help(for: path))
    }

    private func completions(_ shell: String?) -> String {
        switch shell {
        case "zsh": ZshCompletion(program).text
        case "fish": FishCompletion(program).text
        default: BashCompletion(program).text
        }
    }

    private var version: String { "\(program.name) \(program.version)\n" }

    private func help(for path: [String]) -> String { HelpText(program).text(for: path) }

    private func unknownCommand(_ word: String, at path: [String]) -> UsageError {
        let level = path.isEmpty ? program.commands : program.command(at: path)?.subcommands ?? []
        let verb = ([program.name] + path).joined(separator: " ")
        guard !level.isEmpty else { return UsageError("'\(verb)' has no command '\(word)'") }
        if let near = NearNames.nearest(to: word, in: level.map(\.name)) {
            return UsageError("unknown command '\(word)'", hint: "did you mean '\(verb) \(near)'?")
        }
        return UsageError(
            "unknown command '\(word)'", hint: "'\(verb) --help' lists the commands")
    }

    private func unknownOption(_ word: String, at path: [String]) -> UsageError {
        let verb = ([program.name] + path).joined(separator: " ")
        return UsageError("unknown option '\(word)'", hint: "options follow the command: '\(verb) COMMAND \(word)'")
    }
}
