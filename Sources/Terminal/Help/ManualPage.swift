// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Renders a program's manual page for section 1, in the `man` macros of roff.
struct ManualPage {
    private let program: ProgramSpec

    init(_ program: ProgramSpec) {
        self.program = program
    }

    var text: String {
        var page = ".TH \(program.name.uppercased()) 1 \"\" \"\(quoted(program.name)) \(quoted(program.version))\"\n"
        page += ".SH NAME\n\(escaped(program.name)) \\- \(escaped(program.summary))\n"
        page += ".SH SYNOPSIS\n.B \(escaped(program.name))\n.I COMMAND\n[OPTIONS]\n"
        page += ".SH COMMANDS\n"
        for (path, command) in program.allCommands where command.subcommands.isEmpty || !command.arguments.isEmpty {
            page += section(of: command, verb: ([program.name] + path).joined(separator: " "))
        }
        if !program.environment.isEmpty {
            page += ".SH ENVIRONMENT\n"
            for variable in program.environment {
                page += ".TP\n.B \(escaped(variable.name))\n\(escaped(variable.summary))\n"
            }
        }
        page += ".SH EXIT STATUS\n"
        for code in ExitCode.allCases { page += ".TP\n.B \(code.rawValue)\n\(escaped(code.meaning))\n" }
        return page
    }

    private func section(of command: CommandSpec, verb: String) -> String {
        var text = ".SS \"\(quoted(HelpText.usage(of: command, verb: verb)))\"\n\(escaped(command.summary)).\n"
        for paragraph in command.discussion.split(separator: "\n\n") { text += ".PP\n\(escaped(String(paragraph)))\n" }
        for argument in command.arguments {
            text += ".TP\n.I \(escaped(argument.name))\n\(escaped(argument.summary))\n"
        }
        for option in command.options {
            var label = option.short.map { "\\fB\\-\($0)\\fR, " } ?? ""
            label += "\\fB\\-\\-\(escaped(option.name))\\fR"
            if let placeholder = option.placeholder { label += " \\fI\(escaped(placeholder))\\fR" }
            text += ".TP\n\(label)\n\(escaped(option.fullSummary))\n"
        }
        for example in command.examples {
            text += ".PP\nExample: \(escaped(example.summary))\n.PP\n.nf\n.RS\n\(escaped(example.line))\n.RE\n.fi\n"
        }
        return text
    }

    /// Text in which nothing is read as a request: dashes stay dashes, a line never begins with a control character.
    private func escaped(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            var out = line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" : ""
            for character in line {
                switch character {
                case "\\": out += "\\e"
                case "-": out += "\\-"
                default: out.append(character)
                }
            }
            return out
        }.joined(separator: "\n")
    }

    /// The same for an argument of a macro in double quotes.
    private func quoted(_ text: String) -> String {
        escaped(text).split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\(dq")
    }
}
