// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing
import YAML

struct YAMLDocumentTests {
    static func read(_ text: String) -> YAMLDocument { YAMLDocument(SourceText(Array(text.utf8))) }

    /// A node as one line, positions left out.
    static func outline(_ node: YAMLNode?) -> String {
        guard let node else { return "-" }
        switch node.content {
        case .scalar(let scalar): return "\(scalar.text):\(scalar.value)"
        case .sequence(let items): return "[" + items.map(outline).joined(separator: " ") + "]"
        case .mapping(let entries):
            return "{" + entries.map { "\($0.key.text)=\(outline($0.value))" }.joined(separator: " ") + "}"
        }
    }

    @Test(arguments: [
        ("a: 1", "{a=1:integer(1)}"),
        ("a: [x, 'y', \"z\"]", "{a=[x:string y:string z:string]}"),
        ("a:\n  - 1\n  - b: 2\n", "{a=[1:integer(1) {b=2:integer(2)}]}"),
        ("a: &x [1]\nb: *x", "{a=[1:integer(1)] b=[1:integer(1)]}"),
        ("\u{FEFF}a: b", "{a=b:string}"),
        ("a: |\n  x\n  y\n", "{a=x\ny\n:string}"),
        ("a: >-\n  x\n  y\n", "{a=x y:string}"),
        ("a: !!str 5", "{a=5:string}"),
        ("# only a comment\n", "-"),
        ("", "-"),
    ])
    func documentsBecomeNodes(text: String, outline: String) {
        let document = Self.read(text)
        #expect(document.errors.isEmpty)
        #expect(Self.outline(document.root) == outline)
    }

    @Test(arguments: [
        ("null", CoreValue.null), ("~", .null), ("", .null), ("true", .bool(true)), ("FALSE", .bool(false)),
        ("yes", .string), ("on", .string), ("12", .integer(12)), ("-7", .integer(-7)), ("+7", .integer(7)),
        ("0x1F", .integer(31)), ("0o17", .integer(15)), ("017", .integer(17)), ("0x", .string), ("0x-1", .string),
        ("1.5", .float(1.5)), (".5", .float(0.5)), ("5.", .float(5)), ("1e3", .float(1000)), ("1e", .string),
        ("-.inf", .float(-.infinity)), ("9223372036854775807", .integer(.max)),
        ("9223372036854775808", .float(9_223_372_036_854_775_808)), ("1_000", .string), ("1:30", .string),
        ("-", .string), (".", .string), ("e3", .string), ("10s", .string), ("truely", .string),
    ])
    func plainScalarsFollowTheCoreSchema(text: String, value: CoreValue) {
        #expect(CoreValue(plain: text) == value)
    }

    @Test func quotedScalarsAreStrings() {
        #expect(Self.outline(Self.read("a: '5'\nb: \"true\"").root) == "{a=5:string b=true:string}")
    }

    @Test(arguments: [
        ("a: 1\nb: 2\na: 3\n", 3, 1, "key 'a' is written twice in this mapping"),
        ("a: {x: 1, x: 2}", 1, 11, "key 'x' is written twice in this mapping"),
        ("? [1]\n: 2\n", 1, 3, "a key must be a scalar, not a list or a mapping"),
        ("a: !thing 5", 1, 4, "tag '!thing' is not supported"),
        ("a: &x 1\nb:\n  <<: *x\n", 3, 3, "merge keys ('<<') are not supported"),
        ("a: 1\n---\nb: 2\n", 2, 1, "a second document begins here"),
        ("a: *x", 1, 4, "no anchor '&x' before this alias"),
        ("a: &x [*x]", 1, 8, "alias '*x' refers to the value it is in"),
        ("a:\n\tb: 1\n", 2, 1, "found a tab where YAML wants spaces"),
        ("a: b: c\n", 1, 5, "mapping values are not allowed in this context"),
        ("한글: b: c\n", 1, 6, "mapping values are not allowed in this context"),
        ("a: @x", 1, 4, "while scanning for the next token: found character that cannot start any token"),
        ("a: [1, 2\n", 2, 1, "while parsing a flow sequence that starts in line 1: did not find expected ',' or ']'"),
    ])
    func faultsHaveTheirPlace(text: String, line: Int, column: Int, message: String) {
        let error = Self.read(text).errors.first
        #expect(error?.message == message)
        #expect(error?.span.start == SourcePosition(line: line, column: column))
    }

    @Test func invalidUTF8HasItsPlace() {
        let document = YAMLDocument(SourceText(Array("a: 1\nb: x".utf8) + [0xFF, 0x0A]))
        #expect(document.root == nil)
        #expect(document.errors.first?.span.start == SourcePosition(line: 2, column: 5))
    }

    @Test func controlCharactersAreRefused() {
        #expect(Self.read("a: \u{1}").errors.first?.message.contains("control character") == true)
    }

    @Test func oneReadingFindsAllDuplicateKeys() {
        #expect(Self.read("a: 1\na: 2\nb: {c: 1, c: 2}\n").errors.count == 2)
    }

    @Test func deepNestingIsAnError() {
        let text = String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
        #expect(Self.read(text).errors.first?.message == "nested more than 64 levels deep")
    }

    @Test func largeTextsAreRefusedUnread() {
        let document = YAMLDocument(SourceText([UInt8](repeating: 0x20, count: YAMLLimits.sourceBytesMax + 1)))
        #expect(document.errors.count == 1)
    }

    @Test func aliasBombIsAnErrorNotMemory() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let uses = [String](repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(uses)]\n"
        }
        let document = Self.read(text)
        #expect(document.root == nil)
        #expect(document.errors.last?.message.contains("those that aliases stand for included") == true)
    }

    @Test func chainsOfAliasesAreDeepToo() {
        var text = "a0: &a0 [x]\n"
        for level in 1...100 { text += "a\(level): &a\(level) [*a\(level - 1)]\n" }
        #expect(Self.read(text).errors.last?.message == "nested more than 64 levels deep")
    }

    @Test func oneLongLineIsReadInLinearTime() {
        let text = "[" + String(repeating: "'äää', ", count: 30_000) + "x]"
        #expect(Self.read(text).errors.isEmpty)
    }
}
