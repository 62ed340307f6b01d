// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Regex

struct PatternTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let pattern: String
        let text: String
        let matches: Bool

        var testDescription: String { "'\(pattern)' in '\(text)'" }
    }

    @Test(arguments: [
        Case(pattern: "pay", text: "team-payments", matches: true),
        Case(pattern: "^pay", text: "team-payments", matches: false),
        Case(pattern: "^(console-consumer-|python-kafka-consumer-|quick-).*$", text: "quick-1", matches: true),
        Case(pattern: "^(console-consumer-|python-kafka-consumer-|quick-).*$", text: "slow-1", matches: false),
        Case(pattern: "^not-this-group$", text: "not-this-group", matches: true),
        Case(pattern: "end$", text: "end\n", matches: false),
        Case(pattern: "(?i)ABC", text: "xabcx", matches: true),
        Case(pattern: "", text: "anything", matches: true),
        Case(pattern: "^$", text: "", matches: true),
        Case(pattern: "x", text: "", matches: false),
        Case(pattern: #"\bgrüppe\b"#, text: "grüppe", matches: true),
        Case(pattern: "^.{2}$", text: "é", matches: true),
        Case(pattern: #"a\x00b"#, text: "a\0b", matches: true),
        Case(pattern: "(a)(b)(c)(d)", text: "abcd", matches: true),
    ])
    func patternIsFoundAnywhere(_ test: Case) throws {
        let pattern = try Pattern(test.pattern)
        #expect(pattern.matches(test.text) == test.matches)
        let bytes = Array(test.text.utf8)
        #expect(pattern.matches(bytes.span.bytes) == test.matches)
        #expect(pattern.source == test.pattern)
    }

    @Test(arguments: [("a(b", 3), ("[z-a]", 3), ("*a", 0), (#"(*UTF)é"#, 6), (#"\C"#, 2)])
    func badPatternNamesItsPlace(_ pattern: String, _ offset: Int) {
        do throws(RegexError) {
            _ = try Pattern(pattern)
            Issue.record("'\(pattern)' compiled")
        } catch {
            #expect(error.offset == offset)
            #expect(!error.message.isEmpty)
            #expect(error.description == "\(error.message) at byte \(offset)")
        }
    }

    @Test func longPatternIsRefused() {
        #expect(throws: RegexError.self) { try Pattern(String(repeating: "a", count: RegexLimits.patternBytesMax + 1)) }
        #expect(throws: Never.self) { try Pattern(String(repeating: "a", count: 1000)) }
    }

    @Test func catastrophicMatchGivesUp() throws {
        let pattern = try Pattern("^(a+)+$")
        #expect(pattern.outcome(String(repeating: "a", count: 40) + "b") == .gaveUp)
        #expect(!pattern.matches(String(repeating: "a", count: 40) + "b"))
        #expect(pattern.matches(String(repeating: "a", count: 40)))
    }

    @Test func longTextGivesUp() throws {
        let pattern = try Pattern("a")
        #expect(pattern.outcome(String(repeating: "a", count: RegexLimits.textBytesMax)) == .matched)
        #expect(pattern.outcome(String(repeating: "a", count: RegexLimits.textBytesMax + 1)) == .gaveUp)
    }

    @Test func threadsShareAPattern() async throws {
        let pattern = try Pattern("^g-[0-9]+$")
        await withTaskGroup(of: Int.self) { group in
            for worker in 0..<4 {
                group.addTask {
                    (0..<1000).count { pattern.matches("g-\(worker)\($0)") && !pattern.matches("h-\($0)") }
                }
            }
            for await count in group { #expect(count == 1000) }
        }
    }
}
