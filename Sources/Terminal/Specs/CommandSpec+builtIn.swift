// Sluice
// SPDX-License-Identifier: Apache-2.0

extension CommandSpec {
    /// The verbs that every program gets and the parser answers.
    static let builtIn: [CommandSpec] = [
        CommandSpec(
            "help", "Show the help of the program or of one command",
            arguments: [Argument("COMMAND", required: false, repeated: true, "the command, such as 'archive ls'")]),
        CommandSpec(
            "completions", "Write a completion script for a shell",
            discussion: """
                The script goes where the shell looks for completions, for bash for example \
                ~/.local/share/bash-completion/completions/sluice, for zsh a directory of $fpath under the name \
                _sluice, for fish ~/.config/fish/completions/sluice.fish.
                """,
            arguments: [Argument("SHELL", .choice(["bash", "zsh", "fish"]), "bash, zsh or fish")],
            examples: [Example("source <(sluice completions bash)", "complete in this bash from now on")]),
        CommandSpec(
            "manual", "Write the manual page in roff",
            examples: [Example("sluice manual | man -l -", "read it")]),
    ]
}
