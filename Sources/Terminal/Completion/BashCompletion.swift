// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Renders a completion script for bash 4 and newer; it needs no other package.
struct BashCompletion {
    private let program: ProgramSpec

    init(_ program: ProgramSpec) {
        self.program = program
    }

    var text: String {
        let name = program.name
        let function = "_\(name.replacingDashes)"
        return """
            # bash completion for \(name); source it or install it under \(name)
            \(function)_commands() {
                case "$1" in
            \(cases(commandCases))
                esac
            }
            \(function)_options() {
                case "$1" in
            \(cases(optionCases))
                esac
            }
            \(function)_kind() {
                case "$1" in
            \(cases(kindCases))
                esac
            }
            \(function)() {
                local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
                local path='' word kind i
                # '=' is a word of its own to bash: '--name=value' arrives as three words.
                if [[ $current == '=' ]]; then
                    current=
                elif [[ $previous == '=' ]]; then
                    previous=${COMP_WORDS[COMP_CWORD - 2]}
                fi
                for ((i = 1; i < COMP_CWORD; i++)); do
                    word=${COMP_WORDS[i]}
                    if [[ $word == -* ]]; then
                        if [[ -n $(\(function)_kind "$path $word") ]]; then
                            [[ ${COMP_WORDS[i + 1]} == '=' ]] && ((i++))
                            ((i++))
                        fi
                    elif [[ " $(\(function)_commands "$path") " == *" $word "* ]]; then
                        path="$path $word"
                    fi
                done
                COMPREPLY=()
                kind=
                [[ $previous == -* ]] && kind=$(\(function)_kind "$path $previous")
                if [[ -z $kind ]]; then
                    if [[ $current == -* ]]; then
                        COMPREPLY=($(compgen -W "$(\(function)_options "$path") --help" -- "$current"))
                        return
                    fi
                    kind=$(\(function)_commands "$path")
                    if [[ -n $kind ]]; then kind="words $kind"; else kind=$(\(function)_kind "$path"); fi
                fi
                case $kind in
                words*) COMPREPLY=($(compgen -W "${kind#words}" -- "$current")) ;;
                files | directories)
                    compopt -o filenames 2>/dev/null
                    if [[ $kind == files ]]; then i=-f; else i=-d; fi
                    local IFS=$'\\n'
                    COMPREPLY=($(compgen "$i" -- "$current"))
                    ;;
                esac
            }
            complete -F \(function) \(name)

            """
    }

    private func cases(_ rows: [(pattern: String, answer: String)]) -> String {
        rows.filter { !$0.answer.isEmpty }.map { "    '\($0.pattern)') echo '\($0.answer)' ;;" }.joined(separator: "\n")
    }

    private var commandCases: [(pattern: String, answer: String)] {
        [("", program.commands.map(\.name).joined(separator: " "))]
            + program.allCommands.map { path, command in
                (key(path), command.subcommands.map(\.name).joined(separator: " "))
            }
    }

    private var optionCases: [(pattern: String, answer: String)] {
        [("", "--version")]
            + program.allCommands.map { path, command in
                (key(path), command.options.map { "--\($0.name)" }.joined(separator: " "))
            }
    }

    /// What follows an option, or stands as an argument of a command.
    private var kindCases: [(pattern: String, answer: String)] {
        program.allCommands.flatMap { path, command in
            let arguments = command.arguments.prefix(1).map { (key(path), kind(of: $0.type)) }
            let options = command.options.filter { $0.type != .flag }.flatMap { option in
                (["--\(option.name)"] + (option.short.map { ["-\($0)"] } ?? [])).map {
                    ("\(key(path)) \($0)", kind(of: option.type))
                }
            }
            return arguments + options
        }
    }

    private func key(_ path: [String]) -> String { path.map { " \($0)" }.joined() }

    private func kind(of type: ValueType) -> String {
        switch type {
        case .choice(let names): "words " + names.joined(separator: " ")
        case .file: "files"
        case .directory: "directories"
        default: "other"
        }
    }
}
