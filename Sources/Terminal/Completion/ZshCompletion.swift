// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Renders a completion script for zsh.
struct ZshCompletion {
    private let program: ProgramSpec

    init(_ program: ProgramSpec) {
        self.program = program
    }

    var text: String {
        let function = "_\(program.name.replacingDashes)"
        var text = "#compdef \(program.name)\n"
        text += router(function, program.commands, extra: ["'(- *)'{-V,--version}'[show the version]'"])
        for (path, command) in program.allCommands {
            let name = ([function] + path.map(\.replacingDashes)).joined(separator: "_")
            text += command.subcommands.isEmpty ? leaf(name, command) : router(name, command.subcommands, extra: [])
        }
        // Autoloaded, the file's body runs as the function; sourced, it only registers it.
        text += """
            if [[ "${funcstack[1]}" == \(function) ]]; then
                \(function) "$@"
            else
                compdef \(function) \(program.name)
            fi

            """
        return text
    }

    private func router(_ function: String, _ commands: [CommandSpec], extra: [String]) -> String {
        let names = commands.map { "'\(quoted($0.name)):\(quoted($0.summary))'" }.joined(separator: "\n        ")
        let arms = commands.map { "        \($0.name)) \(function)_\($0.name.replacingDashes) ;;" }
        let options = (extra + ["'(- *)'{-h,--help}'[show help]'"]).joined(separator: " ")
        return """
            \(function)() {
                local context state line
                local -a commands
                commands=(
                    \(names.split(separator: "\n").joined(separator: "\n        "))
                )
                _arguments -C \(options) '1:command:->command' '*::argument:->argument' && return
                case $state in
                command) _describe command commands ;;
                argument)
                    case $line[1] in
            \(arms.joined(separator: "\n"))
                    esac
                    ;;
                esac
            }

            """
    }

    private func leaf(_ function: String, _ command: CommandSpec) -> String {
        var specs: [String] = command.options.map { option in
            let repeated = option.isRepeated ? "*" : ""
            let value = option.placeholder.map { ":\(quoted($0)):\(action(option.type))" } ?? ""
            let tail = "[\(quoted(option.summary))]\(value)'"
            if let short = option.short {
                let group = option.isRepeated ? "'*'" : "'(-\(short) --\(option.name))'"
                return "\(group){-\(short),--\(option.name)}'\(tail)"
            }
            return "'\(repeated)--\(option.name)\(tail)"
        }
        specs.append("'(- *)'{-h,--help}'[show help]'")
        for (index, argument) in command.arguments.enumerated() {
            let place = argument.isRepeated ? "*" : "\(index + 1)"
            let optional = argument.isRequired || argument.isRepeated ? "" : ":"
            specs.append("'\(place):\(optional)\(quoted(argument.name)):\(action(argument.type))'")
        }
        return """
            \(function)() {
                _arguments -s \(specs.joined(separator: " \\\n        "))
            }

            """
    }

    private func action(_ type: ValueType) -> String {
        switch type {
        case .choice(let names): "(\(names.joined(separator: " ")))"
        case .file: "_files"
        case .directory: "_files -/"
        default: " "
        }
    }

    /// Text inside single quotes where colons and brackets have a meaning of their own.
    private func quoted(_ text: String) -> String {
        var out = ""
        for character in text {
            switch character {
            case "'": out += "'\\''"
            case ":", "[", "]", "\\": out += "\\\(character)"
            default: out.append(character)
            }
        }
        return out
    }
}
