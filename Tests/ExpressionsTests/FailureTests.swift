// Sluice
// SPDX-License-Identifier: Apache-2.0

import Expressions
import Records
import Testing

/// What does not load: where, why, and what to do.
struct FailureTests {
    struct Found: Equatable, CustomStringConvertible {
        let offset: Int
        let length: Int
        let message: String
        var hint: String?
        var description: String { "\(offset)+\(length): \(message)\(hint.map { " [\($0)]" } ?? "")" }
    }

    struct Case: CustomTestStringConvertible {
        let source: String
        let found: [Found]
        var testDescription: String { source }

        init(_ source: String, _ found: Found...) {
            self.source = source
            self.found = found
        }

        init(_ source: String, _ offset: Int, _ length: Int, _ message: String, _ hint: String? = nil) {
            self.source = source
            found = [Found(offset: offset, length: length, message: message, hint: hint)]
        }
    }

    private static func failures(_ source: String, schema: FieldSchema? = nil) -> [Found] {
        var layout = RecordLayout()
        guard case .failure(let failures) = Expression.compile(source, layout: &layout, schema: schema) else {
            return []
        }
        return failures.map { Found(offset: $0.offset, length: $0.length, message: $0.message, hint: $0.hint) }
    }

    @Test(arguments: [
        Case("", 0, 0, "expression is empty", "a condition that always holds is 'true'"),
        Case("  // nothing", 0, 0, "expression is empty", "a condition that always holds is 'true'"),
        Case("status =  500", 7, 1, "unexpected '='", "compare with '=='"),
        Case("a == 'x", 5, 2, "string has no end", "close it with '"),
        Case("a == '''x'", 5, 5, "string has no end", "close it with '''"),
        Case(
            "'a\nb'", Found(offset: 0, length: 2, message: "string has no end", hint: "close it with '"),
            Found(offset: 3, length: 2, message: "string has no end", hint: "close it with '")),
        Case(
            #"'a\qb'"#, 2, 2, "unknown escape sequence", "write a backslash as '\\\\', or put 'r' before the string"),
        Case(#"'\ud800'"#, 1, 6, "escape sequence is not a Unicode character"),
        Case(#"'\x4'"#, 1, 3, "escape sequence needs 2 hexadecimal digits"),
        Case("a &  b", 2, 1, "unexpected '&'", "logical and is '&&'"),
        Case("a and b", 2, 3, "unexpected name after the expression", "logical and is '&&'"),
        Case("12abc", 0, 5, "malformed number", "names do not start with a digit"),
        Case("0x", 0, 2, "'0x' needs hexadecimal digits"),
        Case("9223372036854775808", 0, 19, "number is out of the range of int", "write it as a double: add '.0'"),
        Case("1e999", 0, 5, "number is out of the range of double"),
        Case("(a", 0, 1, "bracket is never closed", "')' is missing"),
        Case("size(a", 4, 1, "bracket is never closed", "')' is missing"),
        Case("a +", 3, 0, "expression ends where a value should stand"),
        Case("a ? b", 5, 0, "expression ends where ':' of the conditional should stand"),
        Case("a.", 2, 0, "expression ends where a field name should stand"),
        Case("a.in", 2, 2, "keyword cannot be a field name here", "put it in backticks: .`name`"),
        Case("if", 0, 2, "'if' is a reserved word of CEL", "a field of that name is written in backticks: `if`"),
        Case("`abc", 0, 4, "name in backticks has no end", "close it with '`'"),
        Case(
            "이름 == 1",
            Found(
                offset: 0, length: 3, message: "unexpected '이'",
                hint: "names with such characters stand in backticks: `이...`"),
            Found(
                offset: 3, length: 3, message: "unexpected '름'",
                hint: "names with such characters stand in backticks: `름...`")),
        Case(
            "T{a: 1}", 0, 1, "construction of messages is not available in this version",
            "write a map: {'key': value}"),
    ])
    func syntaxFailuresSayWhereAndHow(_ expected: Case) {
        #expect(Self.failures(expected.source) == expected.found)
    }

    @Test(
        arguments: [
            Case("a == 'x", 1), Case("[1, 2, = 3] + (4, 5) + f(,)", 3), Case("a +* b + (c -) + 'x' y", 3),
            Case("lenght(a) > 1 && b.startWith('c') && 1 + 'x' == 2", 3),
            Case("{'a' 1, 'b': 2, 3} == [1, 2", 3),
        ].enumerated().map { $0.element })
    func allFailuresAreReportedAtOnce(_ expected: Case) {
        let found = Self.failures(expected.source)
        #expect(found.count >= expected.atLeast, "\(found)")
        #expect(found == found.sorted { ($0.offset, $0.length) < ($1.offset, $1.length) })
    }

    @Test(
        arguments: [
            Case("lenght(a)", 0, 6, "unknown function 'lenght'"),
            Case("siez(a) > 1", 0, 4, "unknown function 'siez'", "did you mean 'size'?"),
            Case("a.startWith('b')", 2, 9, "unknown function 'startWith'", "did you mean 'startsWith'?"),
            Case("a.exist(x, x > 1)", 2, 5, "unknown function 'exist'", "did you mean 'exists'?"),
            Case("contains(a, 'b')", 0, 8, "'contains' is not called so", "write value.contains(...)"),
            Case("a.int()", 2, 3, "'int' is not called so", "write int(value)"),
            Case(
                "path.matches('^/api')", 5, 7, "'matches' is not available in this version",
                "use contains, startsWith or endsWith"),
            Case("timestamp(a)", 0, 9, "'timestamp' is not available in this version"),
            Case("1 + 'a'", 0, 7, "'+' is not defined for int and string", "convert the left side: string(...)"),
            Case(
                "1 + 1.5", 0, 7, "'+' is not defined for int and double",
                "convert one side: int(...), uint(...) or double(...)"),
            Case("1 == '1'", 0, 8, "'==' is not defined for int and string", "convert the right side: int(...)"),
            Case("'a' in 'abc'", 0, 12, "'in' is not defined for string and string", "write text.contains(part)"),
            Case("1 && a", 0, 1, "operand of '&&' is int, not bool", "compare it: '==', '!='"),
            Case("!'a'", 1, 3, "operand of '!' is string, not bool", "compare it: '==', '!='"),
            Case("'a' ? 1 : 2", 0, 3, "condition before '?' is string, not bool", "compare it: '==', '!='"),
            Case("-'a'", 0, 4, "'-' is not defined for string"),
            Case("5.5 % 2.0", 0, 9, "'%' is not defined for double and double"),
            Case("[1]['a']", 0, 8, "list(int) cannot be indexed by string"),
            Case("{1.5: 2}", 1, 3, "key of a map is double", "keys are bool, int, uint or string"),
            Case("'abc'.d", 6, 1, "string has no field 'd'"),
            Case("has(a['b'])", 4, 6, "'has' takes a selection, not an index", "write has(a.b), or \"b\" in a"),
            Case("has(1)", 4, 1, "'has' takes a field", "write has(user.id)"),
            Case(
                "'a'.size(1)", 0, 11, "no form of 'size' fits string.size(int)",
                "it has string.size() -> int; bytes.size() -> int; list(dyn).size() -> int; map(dyn, dyn).size() -> int"
            ),
            Case("kafka.topik == 'a'", 0, 11, "kafka has no 'topik'", "did you mean 'kafka.topic'?"),
            Case(
                "kafka == 1", 0, 5, "'kafka' is not a value but the place of Kafka's metadata",
                "a record's field of that name is written `kafka` in backticks"),
            Case("a.map(1, x)", 6, 1, "'map' needs a name for its variable", "write e.map(x, ...)"),
            Case("a.all(x)", 0, 8, "'all' takes a variable and an expression", "write e.all(x, ...)"),
            Case("5.exists(x, x)", 0, 8, "malformed number", "names do not start with a digit"),
        ].dropLast().map { $0 })
    func typeFailuresSayWhereAndHow(_ expected: Case) {
        #expect(Self.failures(expected.source) == expected.found)
    }

    private static let schema = FieldSchema([
        FieldPath(["status"]): .int, FieldPath(["user", "mail"]): .string, FieldPath(["user", "id"]): .string,
        FieldPath(["labels"]): .map(.string, .string), FieldPath(["raw"]): .dyn,
    ])

    @Test(arguments: [
        Case("user.mial == 'a'", 0, 9, "unknown field 'user.mial'", "did you mean 'user.mail'?"),
        Case("statsu >= 500", 0, 6, "unknown field 'statsu'", "did you mean 'status'?"),
        Case("nothing_like_it == 1", 0, 15, "unknown field 'nothing_like_it'"),
        Case("status.code == 1", 0, 11, "unknown field 'status.code'"),
        Case("has(user.name)", 4, 9, "unknown field 'user.name'"),
        Case("status == 'a'", 0, 13, "'==' is not defined for int and string", "convert the right side: int(...)"),
        Case(
            "status + '' == ''", 0, 11, "'+' is not defined for int and string",
            "convert the left side: string(...)"),
        Case("labels.a == 1", 0, 13, "'==' is not defined for string and int", "convert the left side: int(...)"),
    ])
    func aSchemaMakesUnknownFieldsAndWrongTypesFailures(_ expected: Case) {
        #expect(Self.failures(expected.source, schema: Self.schema) == expected.found)
    }

    @Test(arguments: [
        "status >= 500", "has(user.mail) && user.mail != ''", "labels.any == 'x'", "raw.a.b.c == 1",
        "user.id == null", "size(user) == 2",
    ])
    func aSchemaAcceptsWhatItDeclares(_ source: String) {
        #expect(Self.failures(source, schema: Self.schema) == [])
    }

    @Test func aFailureLeavesTheLayoutUnchanged() throws {
        var layout = RecordLayout()
        guard case .failure = Expression.compile("a.b == 1 && c.d ==", layout: &layout) else {
            Issue.record("loaded")
            return
        }
        let expression = try Expression.compile("x == 1", layout: &layout).get()
        #expect(expression.source == "x == 1")
        #expect(layout.path(of: try layout.slot(for: FieldPath(["x"]))).names == ["x"])
    }

    @Test func pathsPastTheLayoutsLimitsAreFailures() {
        let long = (0..<40).map { "n\($0)" }.joined(separator: ".")
        let found = Self.failures("\(long) == 1")
        #expect(found.count == 1)
        #expect(found.first?.message.contains("at most") == true)
    }

    @Test func typesAreKnownAsFarAsTheyCanBe() throws {
        let types: [(String, ValueType)] = [
            ("status >= 500", .bool), ("status", .dyn), ("status / 100", .int), ("'a' + b", .string),
            ("[1, 2]", .list(.int)),
            ("[1, 'a']", .list(.dyn)), ("{'a': 1}", .map(.string, .int)), ("kafka.offset", .int),
            ("a ? 1 : 'b'", .dyn), ("a ? 1 : 2", .int), ("size(a)", .int), ("dyn(1)", .dyn),
            ("[1].map(x, string(x))", .list(.string)),
            ("type(1)", .type), ("-1.5", .double), ("1u", .uint), ("b''", .bytes), ("null", .null),
        ]
        for (source, type) in types {
            var layout = RecordLayout()
            #expect(try Expression.compile(source, layout: &layout).get().type == type, "\(source)")
        }
    }

    @Test func readsAreKnown() throws {
        var layout = RecordLayout()
        let plain = try Expression.compile("kafka.topic == 'a' && b == 1", layout: &layout).get()
        #expect(plain.reads == Expression.Reads(key: false, headers: false))
        let both = try Expression.compile("has(kafka.key) || 'a' in kafka.headers", layout: &layout).get()
        #expect(both.reads == Expression.Reads(key: true, headers: true))
        let header = try Expression.compile("kafka.headers['a'] == 'b'", layout: &layout).get()
        #expect(header.reads == Expression.Reads(key: false, headers: true))
    }
}

extension FailureTests.Case {
    /// A case that only asks for a number of failures, carried by its length.
    init(_ source: String, _ atLeast: Int) {
        self.init(source, 0, atLeast, "")
    }

    var atLeast: Int { found.first?.length ?? 0 }
}
