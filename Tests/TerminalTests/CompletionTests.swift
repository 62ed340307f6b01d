// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Terminal

struct CompletionTests {
    private func script(_ shell: String) -> String { ExampleProgram.shown("completions \(shell)") ?? "" }

    @Test func bashTakesTheScript() {
        ShellTool.withFile(script("bash")) { path in
            #expect(ShellTool.run("bash -n \(path)") == ("", 0))
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        /// Words as bash splits them: `=` is a word.
        let words: [String]
        let expected: String
        var testDescription: String { words.joined(separator: " ") }
    }

    @Test(arguments: [
        Case(words: ["mill", "a"], expected: "archive"),
        Case(words: ["mill", ""], expected: "run archive help completions manual"),
        Case(words: ["mill", "--v"], expected: "--version"),
        Case(words: ["mill", "archive", ""], expected: "ls cat"),
        Case(words: ["mill", "archive", "cat", "--o"], expected: "--output"),
        Case(words: ["mill", "run", "--f"], expected: "--format"),
        Case(words: ["mill", "run", "--format", ""], expected: "text json"),
        Case(words: ["mill", "run", "--format", "=", "j"], expected: "json"),
        Case(words: ["mill", "run", "--format", "="], expected: "text json"),
        Case(words: ["mill", "run", "--count", "=", "5", "--un"], expected: "--until-end"),
        // The value 'archive' of an option is not a command.
        Case(words: ["mill", "run", "--set", "archive", "--ver"], expected: "--verbose"),
        Case(words: ["mill", "completions", ""], expected: "bash zsh fish"),
        Case(words: ["mill", "run", "--count", ""], expected: ""),
        Case(words: ["mill", "run", "-d", "/us"], expected: "/usr"),
        Case(words: ["mill", "run", "/etc/host"], expected: "/etc/host.conf /etc/hostname /etc/hosts"),
    ])
    func bashCompletes(_ example: Case) {
        let words = example.words.map { "'\($0)'" }.joined(separator: " ")
        ShellTool.withFile(
            """
            \(script("bash"))
            COMP_WORDS=(\(words))
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _mill
            echo "${COMPREPLY[@]}"
            """
        ) { path in
            let (output, _) = ShellTool.run("bash --norc \(path)")
            let found = output.split(whereSeparator: \.isWhitespace).map(String.init)
            let expected = example.expected.split(separator: " ").map(String.init)
            if example.expected.hasPrefix("/etc") {
                // Which of the files exist is the machine's matter.
                #expect(!found.isEmpty && found.allSatisfy { $0.hasPrefix("/etc/host") })
            } else {
                #expect(found == expected)
            }
        }
    }

    @Test(.enabled(if: ShellTool.has("zsh"), "zsh is not installed"))
    func zshTakesTheScript() {
        ShellTool.withFile(script("zsh")) { path in
            #expect(ShellTool.run("zsh -n \(path)") == ("", 0))
            let (output, status) = ShellTool.run(
                "zsh -f -c 'autoload -Uz compinit; compinit -u -D; source \(path); whence -w _mill_archive_cat; "
                    + "print -r -- ${_comps[mill]}'")
            #expect(output == "_mill_archive_cat: function\n_mill\n")
            #expect(status == 0)
        }
    }

    @Test(
        .enabled(if: ShellTool.has("fish"), "fish is not installed"),
        arguments: [
            ("mill arch", "archive"), ("mill archive ", "ls cat"), ("mill run --form", "--format"),
            ("mill run --format ", "text json"), ("mill run --set archive --ver", "--verbose"),
            ("mill completions ", "bash fish zsh"),
        ])
    func fishCompletes(_ line: String, _ expected: String) {
        ShellTool.withFile(script("fish")) { path in
            #expect(ShellTool.run("fish --no-execute \(path)") == ("", 0))
            let (output, _) = ShellTool.run("fish --no-config -c 'source \(path); complete -C \"\(line)\"'")
            let found = output.split(separator: "\n").map { String($0.prefix { $0 != "\t" }) }
            #expect(Set(found) == Set(expected.split(separator: " ").map(String.init)), "\(output)")
        }
    }

    @Test(.enabled(if: ShellTool.has("groff"), "groff is not installed"))
    func manualPageFormatsWithoutComplaint() {
        ShellTool.withFile(ExampleProgram.shown("manual") ?? "") { path in
            let (output, status) = ShellTool.run("groff -man -Tutf8 -ww -z \(path)")
            #expect(output == "")
            #expect(status == 0)
            // Without overstriking, which prints bold letters twice.
            let (page, _) = ShellTool.run("groff -man -Tutf8 -P-cbou \(path)")
            #expect(page.contains("--until-end"))
            #expect(page.contains("it's \"quoted\""))
            #expect(page.contains("MILL_DIR"))
        }
    }
}
