// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing

/// The rules find what they are for: a rule that never speaks is worth nothing.
struct TidyRulesTests {
    private func file(_ path: String, _ text: String) -> SourceFile { SourceFile(path: path, bytes: Array(text.utf8)) }

    private let head = "// Sluice\n// SPDX-License-Identifier: Apache-2.0\n"

    @Test func longLinesAreCountedInCharacters() {
        let korean = String(repeating: "서", count: 120)
        #expect(TidyRules.longLines(file("a.swift", "x\n\(korean)\n")) == [])
        #expect(
            TidyRules.longLines(file("a.swift", "x\n\(korean)x\n"))
                == ["a.swift:2: the line is longer than 120 columns"])
    }

    @Test func longFilesAreFound() {
        let text = String(repeating: "x\n", count: 301)
        #expect(
            TidyRules.longFiles(file("a.swift", text)) == ["a.swift:301: the file has 301 lines; 300 are allowed"])
        #expect(TidyRules.longFiles(file("a.md", text)) == [])
    }

    @Test func blanksAndTabsAreFound() {
        #expect(
            TidyRules.blanks(file("a.swift", "x \n\ty\nz")) == [
                "a.swift:1: blanks at the end of the line", "a.swift:2: a tab",
                "a.swift:3: no newline at the end of the file",
            ])
    }

    @Test func missingHeadersAreFound() {
        #expect(TidyRules.header(file("a.swift", "\(head)let x = 1\n")) == [])
        #expect(
            TidyRules.header(
                file("scripts/x.sh", "#!/usr/bin/env bash\n# Sluice\n# SPDX-License-Identifier: Apache-2.0\n")) == [])
        #expect(TidyRules.header(file("a.swift", "let x = 1\n")).count == 1)
    }

    @Test func longFunctionsAreFound() {
        let body = String(repeating: "        x()\n", count: 69)
        let long = "struct A {\n    package static func f(\n        _ x: Int\n    ) {\n\(body)    }\n}\n"
        #expect(
            TidyRules.longFunctions(file("a.swift", long)) == ["a.swift:2: the function has 73 lines; 70 are allowed"])
        let getter = "struct A {\n    var x: Int {\n\(body)        y\n    }\n}\n"
        #expect(TidyRules.longFunctions(file("a.swift", getter)).count == 1)
        let oneLine = "struct A {\n    func f() { x() }\n    let table = [\n\(body)    ]\n    func g() {\n    }\n}\n"
        #expect(TidyRules.longFunctions(file("a.swift", oneLine)) == [])
        let short = "struct A {\n    init() {\n    }\n\(body)}\n"
        #expect(TidyRules.longFunctions(file("a.swift", short)) == [])
    }

    @Test(arguments: ["  pri" + "nt(x)", "  try" + "! x()", "  fatal" + "Error()", "  let TO" + "DO = 1"])
    func forbiddenWordsAreFound(_ line: String) {
        #expect(TidyRules.words(file("Sources/Records/a.swift", "\(line)\n")).count == 1)
        #expect(TidyRules.words(file("Sources/Records/a.swift", "  // \(line)\n")) == [])
    }

    @Test func undoneWorkInCommentsIsFound() {
        #expect(TidyRules.notes(file("a.swift", "x // TO" + "DO: later\n")).count == 1)
    }

    @Test func importsOfFoundationAreFound() {
        let whole = "import " + "Foundation\n"
        let essentials = "import " + "FoundationEssentials\n"
        #expect(TidyRules.imports(file("Tests/ATests/a.swift", whole)).count == 1)
        #expect(TidyRules.imports(file("Sources/Sinks/a.swift", essentials)) == [])
        #expect(TidyRules.imports(file("Sources/Records/a.swift", essentials)).count == 1)
    }

    @Test func emptyNamesAreFound() {
        #expect(TidyRules.names(file("Sources/A/OffsetManager.swift", "")).count == 1)
        #expect(TidyRules.names(file("Sources/A/OffsetTracker.swift", "")) == [])
    }

    @Test func deadFilesAreFound() {
        let files = [
            file("Sources/A/Used.swift", "struct Used {}\n"),
            file("Sources/A/Dead.swift", "struct Dead { let used: Used }\n"),
            file("Sources/A/Empty.swift", "// nothing\n"), file("Sources/B/main.swift", "func main() {}\n"),
            file("Tests/ATests/a.swift", "let x = Dead()\n"),
        ]
        #expect(
            DeadFiles.findings(Repository(files: files)) == [
                "Sources/A/Dead.swift:1: nothing uses 'Dead', 'used'",
                "Sources/A/Empty.swift:1: the file declares nothing",
            ])
    }

    @Test func forgottenStagesAreFound() {
        let stage = file(
            "Sources/Stages/Enrich/SetFields.swift",
            "extension X {\n    package static let set = StageSpec(\n        name: \"set\", section: .enrich)\n}\n")
        let whole = [
            stage, file("Sources/Stages/Stages.swift", "[\n    .set,\n]\n"),
            file("Tests/StagesTests/Enrich/SetFieldsTests.swift", ""), file("topologies/a.yaml", "  - set: {a: 1}\n"),
        ]
        #expect(StageRules.findings(Repository(files: whole)) == [])
        let place = "Sources/Stages/Enrich/SetFields.swift:2: stage 'set'"
        #expect(
            StageRules.findings(Repository(files: [stage])) == [
                "\(place) has no test file SetFieldsTests.swift",
                "\(place) is not in the registry, Sources/Stages/Stages.swift",
                "\(place) is in no example below topologies/",
            ])
    }

    @Test func limitsThatThePageForgotOrChangedAreFound() {
        let code = file(
            "Sources/A/ALimits.swift",
            "package enum ALimits {\n    package static let bytesMax = 1 << 20\n"
                + "    static let wait = Duration.seconds(3)\n    static let names: Int32 = 1_000\n"
                + "    static let share = 2.0 / 3.0\n}\n")
        let good =
            "| `ALimits.bytesMax` | 1 MiB | x |\n| `ALimits.wait` | 3 s | x |\n| `ALimits.names` | 1,000 names | x |\n"
        let share = "| `ALimits.share` | 2/3 | x |\n"
        func findings(_ page: String) -> [String] {
            LimitRules.findings(Repository(files: [code, file(LimitRules.page, page)]))
        }
        #expect(findings(good + share) == [])
        #expect(findings(good) == ["Sources/A/ALimits.swift:5: 'ALimits.share' has no line in docs/LIMITS.md"])
        #expect(
            findings(good + share + "| `ALimits.gone` | 1 | x |\n")
                == ["docs/LIMITS.md:5: there is no limit 'ALimits.gone'"])
        #expect(
            findings(good.replacing("3 s", with: "4 ms") + share)
                == ["docs/LIMITS.md:2: 'ALimits.wait' is 3.0 in the code, 0.004 here"])
    }
}
