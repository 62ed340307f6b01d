// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Expressions

struct SyntaxTests {
    struct Shape: CustomTestStringConvertible {
        let source: String
        let tree: String
        var testDescription: String { source }
    }

    @Test(arguments: [
        Shape(source: "a || b && c", tree: "(|| a (&& b c))"),
        Shape(source: "a && b || c && d", tree: "(|| (&& a b) (&& c d))"),
        Shape(source: "a || b || c", tree: "(|| a b c)"),
        Shape(source: "1 + 2 * 3 - 4", tree: "(- (+ 1 (* 2 3)) 4)"),
        Shape(source: "(1 + 2) * 3", tree: "(* (+ 1 2) 3)"),
        Shape(source: "a - b - c", tree: "(- (- a b) c)"),
        Shape(source: "a % b / c", tree: "(/ (% a b) c)"),
        Shape(source: "a < b == c", tree: "(== (< a b) c)"),
        Shape(source: "a + 1 in b", tree: "(in (+ a 1) b)"),
        Shape(source: "a ? b : c ? d : e", tree: "(? a b (? c d e))"),
        Shape(source: "a || b ? c : d", tree: "(? (|| a b) c d)"),
        Shape(source: "!!a", tree: "(! (! a))"),
        Shape(source: "--a", tree: "(- (- a))"),
        Shape(source: "-1", tree: "-1"),
        Shape(source: "-9223372036854775808", tree: "-9223372036854775808"),
        Shape(source: "1-1", tree: "(- 1 1)"),
        Shape(source: "-a.b", tree: "(- a.b)"),
        Shape(source: "a.b[c].d(e)[0]", tree: "a.b[c].d(e)[0]"),
        Shape(source: "[1, 2, ]", tree: "[1, 2]"),
        Shape(source: "{'a': 1, b: [2], }", tree: "{\"a\": 1, b: [2]}"),
        Shape(source: "[]", tree: "[]"),
        Shape(source: "{}", tree: "{}"),
        Shape(source: "f()", tree: "f()"),
        Shape(source: "a.f(1, b, 'c')", tree: "a.f(1, b, \"c\")"),
        Shape(source: ".a.b", tree: "`a`.b"),
        Shape(source: "`user.id` == 1", tree: "(== `user.id` 1)"),
        Shape(source: "a.`b-c`", tree: "a.b-c"),
        Shape(source: "a.return", tree: "a.return"),
        Shape(source: "a // comment\n && b", tree: "(&& a b)"),
        Shape(source: ".5", tree: "0.5"),
        Shape(source: "1.5e3", tree: "1500.0"),
        Shape(source: "0xFFu", tree: "255u"),
        Shape(source: "a.exists(x, x > 1)", tree: "a.exists(x, (> x 1))"),
    ])
    func sourcesParseInto(_ shape: Shape) {
        let (tree, failures) = Parser.parse(shape.source)
        #expect(failures.isEmpty, "\(failures.all)")
        #expect(Self.shape(tree) == shape.tree)
    }

    struct LiteralCase: CustomTestStringConvertible {
        let source: String
        let literal: Literal
        var testDescription: String { source }
    }

    @Test(arguments: [
        LiteralCase(source: "'a'", literal: .string(Array("a".utf8))),
        LiteralCase(source: #""it's""#, literal: .string(Array("it's".utf8))),
        LiteralCase(source: #"'\n\t\\\'\"\`\?'"#, literal: .string(Array("\n\t\\'\"`?".utf8))),
        LiteralCase(source: #"'\x41\u0042\U00000043\104'"#, literal: .string(Array("ABCD".utf8))),
        LiteralCase(source: #"'\377'"#, literal: .string(Array("\u{FF}".utf8))),
        LiteralCase(source: #"'\U0001F431'"#, literal: .string(Array("\u{1F431}".utf8))),
        LiteralCase(source: #"r'\n'"#, literal: .string(Array(#"\n"#.utf8))),
        LiteralCase(source: #"R"a\"# + "\"", literal: .string(Array(#"a\"#.utf8))),
        LiteralCase(source: "'''a'b''c'''", literal: .string(Array("a'b''c".utf8))),
        LiteralCase(source: "\"\"\"a\nb\"\"\"", literal: .string(Array("a\nb".utf8))),
        LiteralCase(source: "r'''\\'''", literal: .string(Array("\\".utf8))),
        LiteralCase(source: #"b'\xff\000a'"#, literal: .bytes([0xFF, 0, 0x61])),
        LiteralCase(source: "b'ÿ'", literal: .bytes([0xC3, 0xBF])),
        LiteralCase(source: #"bR'\x'"#, literal: .bytes(Array(#"\x"#.utf8))),
        LiteralCase(source: "'서울'", literal: .string(Array("서울".utf8))),
        LiteralCase(source: "9223372036854775807", literal: .int(.max)),
        LiteralCase(source: "18446744073709551615u", literal: .uint(.max)),
        LiteralCase(source: "0xFFFFFFFFFFFFFFFFu", literal: .uint(.max)),
        LiteralCase(source: "-0x10", literal: .int(-16)),
        LiteralCase(source: "-1.5E-2", literal: .double(-0.015)),
        LiteralCase(source: "true", literal: .bool(true)),
        LiteralCase(source: "null", literal: .null),
    ])
    func literalsDecodeInto(_ expected: LiteralCase) throws {
        let (tree, failures) = Parser.parse(expected.source)
        #expect(failures.isEmpty, "\(failures.all)")
        guard case .literal(let literal) = tree.kind else {
            Issue.record("no literal: \(tree)")
            return
        }
        #expect(literal == expected.literal)
        #expect(tree.range == 0..<expected.source.utf8.count)
    }

    @Test func receiversMayCarryReservedWords() {
        for word in ["as", "break", "const", "for", "if", "namespace", "package", "while"] {
            let (tree, failures) = Parser.parse("a.\(word)() || true")
            #expect(failures.isEmpty)
            #expect(Self.shape(tree) == "(|| a.\(word)() true)")
        }
    }

    @Test func everyNodeCoversItsPartOfTheSource() {
        let source = "aa.b + f(cc, [1])"
        let (tree, _) = Parser.parse(source)
        guard case .binary(_, let left, let right) = tree.kind else {
            Issue.record("no sum")
            return
        }
        #expect(tree.range == 0..<17)
        #expect(left.range == 0..<4)
        #expect(right.range == 7..<17)
    }

    static func shape(_ node: SyntaxNode) -> String {
        switch node.kind {
        case .invalid: "?"
        case .literal(let literal): shape(literal)
        case .name(let name, let isField): isField ? "`\(name)`" : name
        case .select(let operand, let name): "\(shape(operand)).\(name.text)"
        case .index(let operand, let index): "\(shape(operand))[\(shape(index))]"
        case .call(let name, let arguments): "\(name.text)(\(shape(arguments)))"
        case .memberCall(let receiver, let name, let arguments): "\(shape(receiver)).\(name.text)(\(shape(arguments)))"
        case .unary(let symbol, let operand): "(\(symbol.rawValue) \(shape(operand)))"
        case .binary(let binary, let left, let right): "(\(binary.rawValue) \(shape(left)) \(shape(right)))"
        case .logic(let isAnd, let operands):
            "(\(isAnd ? "&&" : "||") \(operands.map(shape).joined(separator: " ")))"
        case .conditional(let a, let b, let c): "(? \(shape(a)) \(shape(b)) \(shape(c)))"
        case .list(let elements): "[\(shape(elements))]"
        case .map(let entries): "{\(entries.map { "\(shape($0.key)): \(shape($0.value))" }.joined(separator: ", "))}"
        }
    }

    private static func shape(_ nodes: [SyntaxNode]) -> String { nodes.map(shape).joined(separator: ", ") }

    private static func shape(_ literal: Literal) -> String {
        switch literal {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .int(let value): "\(value)"
        case .uint(let value): "\(value)u"
        case .double(let value): "\(value)"
        case .string(let bytes): "\"\(String(decoding: bytes, as: UTF8.self))\""
        case .bytes(let bytes): "b\(bytes)"
        }
    }
}
