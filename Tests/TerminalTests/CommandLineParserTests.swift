// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Terminal

struct CommandLineParserTests {
    @Test func valuesAreReadAsTheirTypes() throws {
        let parsed = try #require(
            ExampleProgram.arguments(
                "run --count 7 --wait 1h30m --size=64KiB --rate 2.5 --listen :0 --format json a.yaml b.yaml"))
        #expect(parsed.path == ["run"])
        #expect(parsed.int("count") == 7)
        #expect(parsed.duration("wait") == .seconds(5400))
        #expect(parsed.bytes("size") == 65_536)
        #expect(parsed.number("rate") == 2.5)
        #expect(parsed.address("listen") == ListenAddress(host: "127.0.0.1", port: 0))
        #expect(parsed.string("format") == "json")
        #expect(parsed.strings("FILE") == ["a.yaml", "b.yaml"])
        #expect(!parsed.flag("until-end"))
    }

    @Test func defaultsHoldAndAreNotGiven() throws {
        let parsed = try #require(ExampleProgram.arguments("run a.yaml"))
        #expect(parsed.int("count") == 10)
        #expect(parsed.address("listen")?.port == 8080)
        #expect(parsed.bytes("size") == nil)
        #expect(parsed.strings("set") == [])
        #expect(!parsed.isGiven("listen"))
        #expect(try #require(ExampleProgram.arguments("run --listen 127.0.0.1:8080 a")).isGiven("listen"))
    }

    @Test(arguments: ["-n5", "-n 5", "-n=5", "--count=5", "--count 5", "-qn5", "-q -v -n 5"])
    func shortFormsMeanTheSame(_ options: String) throws {
        let parsed = try #require(ExampleProgram.arguments("run \(options) a"))
        #expect(parsed.int("count") == 5)
        #expect(parsed.strings("FILE") == ["a"])
    }

    @Test func clustersOfSwitchesAreSwitches() throws {
        let parsed = try #require(ExampleProgram.arguments("run -qv a"))
        #expect(parsed.flag("quiet") && parsed.flag("verbose"))
    }

    @Test func repeatedOptionsKeepTheirOrder() throws {
        let parsed = try #require(ExampleProgram.arguments("run --set a=1 x --set b=2"))
        #expect(parsed.strings("set") == ["a=1", "b=2"])
        #expect(parsed.strings("FILE") == ["x"])
    }

    @Test func wordsAfterTwoDashesAreArguments() throws {
        let parsed = try #require(ExampleProgram.arguments("run -q -- --count -h"))
        #expect(parsed.strings("FILE") == ["--count", "-h"])
    }

    @Test func singleDashIsAnArgument() throws {
        #expect(try #require(ExampleProgram.arguments("run -")).strings("FILE") == ["-"])
    }

    @Test func subcommandsHaveTheirPath() throws {
        let parsed = try #require(ExampleProgram.arguments("archive cat --output web /tmp/a"))
        #expect(parsed.path == ["archive", "cat"])
        #expect(parsed.string("DIR") == "/tmp/a")
        #expect(parsed.string("NAME") == nil)
    }

    /// A command that is a verb itself and has others below it.
    @Test func aCommandWithArgumentsMayHaveSubcommands() throws {
        let check = CommandSpec("check", "Check", arguments: [CommandSpec.Argument("FILE", .file, "what")])
        let watch = CommandSpec(
            "watch", "Watch", arguments: [CommandSpec.Argument("FILE", .file, required: false, "what")],
            options: [.flag("long", "for long")], subcommands: [check])
        let parser = CommandLineParser(ProgramSpec(name: "mill", version: "1", summary: "grinds", commands: [watch]))
        for (words, path, file) in [
            (["watch"], ["watch"], nil), (["watch", "a"], ["watch"], "a"),
            (["watch", "--long", "check"], ["watch"], "check"),
            (["watch", "check", "a"], ["watch", "check"], "a"),
        ] as [([String], [String], String?)] {
            guard case .run(let parsed) = parser.parse(words) else {
                Issue.record("\(words)")
                continue
            }
            #expect(parsed.path == path && parsed.string("FILE") == file)
        }
        guard case .show(let help) = parser.parse(["watch", "--help"]) else { throw UsageError("no help") }
        #expect(help.contains("Usage: mill watch [OPTIONS] [FILE]") && help.contains("Commands:\n  check"))
    }

    struct Refusal: Sendable, CustomTestStringConvertible {
        let line: String
        let message: String
        let hint: String?
        var testDescription: String { line }
    }

    @Test(arguments: [
        Refusal(line: "rnu a", message: "unknown command 'rnu'", hint: "did you mean 'mill run'?"),
        Refusal(line: "archive lss", message: "unknown command 'lss'", hint: "did you mean 'mill archive ls'?"),
        Refusal(line: "frobnicate", message: "unknown command 'frobnicate'", hint: "'mill --help' lists the commands"),
        Refusal(
            line: "--quiet run", message: "unknown option '--quiet'",
            hint: "options follow the command: 'mill COMMAND --quiet'"),
        Refusal(
            line: "run --cuont 5 a", message: "'mill run' has no option '--cuont'", hint: "did you mean '--count'?"),
        Refusal(line: "run --hlep", message: "'mill run' has no option '--hlep'", hint: "did you mean '--help'?"),
        Refusal(line: "run -x a", message: "'mill run' has no option '-x'", hint: "see 'mill run --help'"),
        Refusal(line: "run --quiet=1 a", message: "'--quiet' takes no value", hint: "see 'mill run --help'"),
        Refusal(line: "run a --count", message: "'--count' needs a whole number from 0", hint: "see 'mill run --help'"),
        Refusal(line: "run --count x a", message: "'--count' needs a whole number from 0, not 'x'", hint: nil),
        Refusal(line: "run --count -1 a", message: "'--count' needs a whole number from 0, not '-1'", hint: nil),
        Refusal(line: "run --count 1 --count 2 a", message: "'--count' is given twice", hint: "see 'mill run --help'"),
        Refusal(
            line: "run --format jsn a", message: "'--format' needs one of text, json, not 'jsn'",
            hint: "did you mean 'json'?"),
        Refusal(line: "run", message: "'mill run' needs FILE: what to run", hint: "see 'mill run --help'"),
        Refusal(
            line: "archive cat d", message: "'mill archive cat' needs '--output'", hint: "see 'mill archive cat --help'"
        ),
        Refusal(
            line: "archive ls a b", message: "'mill archive ls' does not take 'b'", hint: "see 'mill archive ls --help'"
        ),
        Refusal(line: "archive", message: "'mill archive' needs a command: ls, cat", hint: "see 'mill help archive'"),
        Refusal(
            line: "completions powershell", message: "'SHELL' needs one of bash, zsh, fish, not 'powershell'", hint: nil
        ),
        Refusal(line: "help rub", message: "unknown command 'rub'", hint: "did you mean 'mill run'?"),
    ])
    func wrongLinesAreRefusedWithAWayOut(_ refusal: Refusal) {
        #expect(ExampleProgram.refusal(refusal.line) == UsageError(refusal.message, hint: refusal.hint))
    }

    @Test(arguments: ["--help", "-h", "help", ""])
    func programExplainsItself(_ line: String) throws {
        let text = try #require(ExampleProgram.shown(line))
        #expect(text.contains("mill 1.2.3: grinds things"))
        #expect(text.contains("archive"))
        #expect(text.contains("MILL_DIR"))
    }

    @Test(arguments: ["run --help", "run -h", "help run", "run --count x --help"])
    func commandsExplainThemselves(_ line: String) throws {
        let text = try #require(ExampleProgram.shown(line))
        #expect(text.contains("Usage: mill run [OPTIONS] FILE..."))
        #expect(text.contains("-n, --count N"))
        #expect(text.contains("(default: 10)"))
        #expect(text.contains("mill run a.yaml"))
        #expect(text.split(separator: "\n").allSatisfy { TextWidth.columns(of: $0) <= 80 })
    }

    @Test func versionIsOneLine() {
        #expect(ExampleProgram.shown("--version") == "mill 1.2.3\n")
        #expect(ExampleProgram.shown("-V") == "mill 1.2.3\n")
    }

    @Test func randomLinesAreReadOrRefused() {
        let words = [
            "run", "archive", "ls", "--", "-", "--count", "--count=", "=", "-n", "-nn", "--help=1", "é", "", "-qn",
            "--=",
        ]
        let seed: UInt64 = 20_240_613
        var state = seed
        for _ in 0..<20_000 {
            var line: [String] = []
            for _ in 0..<5 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                line.append(words[Int(state >> 33) % words.count])
            }
            if case .refused(let error) = CommandLineParser(ExampleProgram.spec).parse(line) {
                #expect(!error.message.isEmpty, "seed \(seed)")
            }
        }
    }
}
