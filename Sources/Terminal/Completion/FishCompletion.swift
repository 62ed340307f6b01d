// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Renders a completion script for fish 3 and newer.
struct FishCompletion {
    private let program: ProgramSpec

    init(_ program: ProgramSpec) {
        self.program = program
    }

    var text: String {
        let function = "__\(program.name.replacingDashes)_path"
        var lines = [
            """
            # fish completion for \(program.name)
            # The command's names before the cursor, joined by blanks: only known names count, so values do not disturb.
            function \(function)
                set -l path ''
                for word in (commandline -opc)[2..-1]
                    if contains -- "$path $word" \(paths)
                        set path "$path $word"
                    end
                end
                test "$path" = "$argv[1]"
            end
            complete -c \(program.name) -f
            """
        ]
        for command in program.commands { lines.append(row(at: [], "-a \(quoted(command.name))", command.summary)) }
        lines.append(row(at: [], "-s V -l version", "show the version"))
        for (path, command) in program.allCommands {
            for below in command.subcommands { lines.append(row(at: path, "-a \(quoted(below.name))", below.summary)) }
            lines += command.options.map { row(at: path, words(for: $0), $0.summary) }
            for argument in command.arguments.prefix(1) {
                if let words = words(for: argument.type) { lines.append(row(at: path, words, argument.summary)) }
            }
            lines.append(row(at: path, "-s h -l help", "show help"))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var paths: String { program.allCommands.map { quoted(key($0.path)) }.joined(separator: " ") }

    private func row(at path: [String], _ words: String, _ summary: String) -> String {
        let condition = "__\(program.name.replacingDashes)_path \"\(key(path))\""
        return "complete -c \(program.name) -n \(quoted(condition)) \(words) -d \(quoted(summary))"
    }

    private func words(for option: CommandSpec.Option) -> String {
        var words = option.short.map { "-s \($0) " } ?? ""
        words += "-l \(option.name)"
        guard option.type != .flag else { return words }
        return "\(words) -r \(self.words(for: option.type) ?? "-f")"
    }

    private func words(for type: ValueType) -> String? {
        switch type {
        case .choice(let names): "-f -a \(quoted(names.joined(separator: " ")))"
        case .file: "-F"
        case .directory: "-f -a \(quoted("(__fish_complete_directories)"))"
        default: nil
        }
    }

    private func key(_ path: [String]) -> String { path.map { " \($0)" }.joined() }

    private func quoted(_ text: String) -> String {
        var out = "'"
        for character in text {
            if character == "'" || character == "\\" { out += "\\" }
            out.append(character)
        }
        return out + "'"
    }
}
