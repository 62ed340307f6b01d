// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing
import YAML

struct YAMLPositionTests {
    /// A text with one mapping, whose first value is the scalar; the word 'here' in it is looked for.
    struct Case: CustomTestStringConvertible {
        let text: String
        let line: Int
        let column: Int
        var testDescription: String { text }
    }

    @Test(arguments: [
        Case(text: "a: xx here", line: 1, column: 7),
        Case(text: "a: 'xx here'", line: 1, column: 8),
        Case(text: "a: 'it''s here'", line: 1, column: 11),
        Case(text: "a: \"x\\n here\"", line: 1, column: 9),
        Case(text: "a: \"\\x41\\u00e9\\U0001F600 here\"", line: 1, column: 26),
        Case(text: "a: 한글 here", line: 1, column: 7),
        Case(text: "a: x\n  y\n  here", line: 3, column: 3),
        Case(text: "a: \"x\n\n  here\"", line: 3, column: 3),
        Case(text: "a: \"x \\\n   here\"", line: 2, column: 4),
        Case(text: "a: |\n  x\n    here\n", line: 3, column: 5),
        Case(text: "a: >\n  x\n  here\n", line: 3, column: 3),
        Case(text: "a: |-\n  x here", line: 2, column: 5),
    ])
    func placesInsideScalarsAreThoseOfTheFile(testCase: Case) throws {
        let root = try #require(YAMLDocumentTests.read(testCase.text).root)
        guard case .mapping(let entries) = root.content, case .scalar(let scalar) = entries[0].value.content else {
            Issue.record("no scalar")
            return
        }
        let range = try #require(scalar.text.firstRange(of: "here"))
        let offset = scalar.text.utf8.distance(from: scalar.text.startIndex, to: range.lowerBound)
        let span = scalar.span(ofUTF8: offset, length: 4)
        #expect(span.start == SourcePosition(line: testCase.line, column: testCase.column))
        #expect(span.end == SourcePosition(line: testCase.line, column: testCase.column + 4))
    }

    @Test(arguments: [0, 1, 2, 5, 100, -3])
    func anyOffsetHasAPlace(offset: Int) throws {
        let root = try #require(YAMLDocumentTests.read("a: \"\\u00e9x\"").root)
        guard case .mapping(let entries) = root.content, case .scalar(let scalar) = entries[0].value.content else {
            return
        }
        #expect(scalar.position(ofUTF8: offset).line == 1)
    }

    @Test func keysAndValuesHaveSpans() throws {
        let root = try #require(YAMLDocumentTests.read("x: 1\nkey: [a, bb]\n").root)
        guard case .mapping(let entries) = root.content, case .sequence(let items) = entries[1].value.content else {
            Issue.record("no sequence")
            return
        }
        #expect(entries[1].keySpan.start == SourcePosition(line: 2, column: 1))
        #expect(entries[1].keySpan.length == 3)
        #expect(items[1].span == SourceSpan(start: .init(line: 2, column: 10), end: .init(line: 2, column: 12)))
        #expect(entries[1].value.span.end == SourcePosition(line: 2, column: 13))
    }

    @Test(arguments: ["a\nb", "a\r\nb", "a\rb", "a\u{85}b", "a\u{2028}b"])
    func linesEndAsTheParserSeesThem(text: String) {
        let source = SourceText(Array(text.utf8))
        #expect(source.lineCount == 2)
        #expect(source.line(1) == "a")
        #expect(source.line(2) == "b")
        #expect(source.byte(at: SourcePosition(line: 2, column: 1)) == text.utf8.count - 1)
        #expect(source.position(ofByte: text.utf8.count - 1) == SourcePosition(line: 2, column: 1))
        #expect(source.line(3) == nil)
    }
}
