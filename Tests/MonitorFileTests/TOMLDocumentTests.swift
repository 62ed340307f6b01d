// Sluice
// SPDX-License-Identifier: Apache-2.0

import MonitorFile
import Testing
import YAML

struct TOMLDocumentTests {
    static func document(_ text: String) -> TOMLDocument { TOMLDocument(SourceText(Array(text.utf8))) }

    /// A value as one text, tables in the order of their keys.
    static func shown(_ value: TOMLValue) -> String {
        switch value.content {
        case .string(let text): "'\(text)'"
        case .integer(let number): "\(number)"
        case .float(let number): "\(number)"
        case .boolean(let flag): "\(flag)"
        case .array(let items): "[" + items.map(shown).joined(separator: " ") + "]"
        case .table(let table): shown(table)
        }
    }

    static func shown(_ table: TOMLTable) -> String {
        "{" + table.entries.map { "\($0.key)=\(shown($0.value))" }.joined(separator: " ") + "}"
    }

    @Test(
        arguments: [
            ("", "{}"), ("# only a comment", "{}"), ("\n\r\n \t\n", "{}"), ("\u{FEFF}a=1", "{a=1}"),
            ("a=1\nb = 2 # two\r\nc\t=\t3", "{a=1 b=2 c=3}"), ("a-b_C9=1", "{a-b_C9=1}"), ("1=2", "{1=2}"),
            ("\"a b\"=1\n'c.d'=2", "{a b=1 c.d=2}"), ("a.b=1\na.\"c d\".e=2", "{a={b=1 c d={e=2}}}"),
            ("[a]\nx=1\n[a.b]\ny=2\n[c]", "{a={x=1 b={y=2}} c={}}"), ("[a.b]\n[a]\nx=1", "{a={b={} x=1}}"),
            ("[ a . 'b c' ] # header\nx=1", "{a={b c={x=1}}}"), ("[a]\nb.c=1\nb.d=2", "{a={b={c=1 d=2}}}"),
            (
                "a=+1\nb=-17\nc=1_000\nd=0xDEAD_beef\ne=0o17\nf=0b11\ng=0",
                "{a=1 b=-17 c=1000 d=3735928559 e=15 f=3 g=0}"
            ),
            ("a=9223372036854775807\nb=-9223372036854775808", "{a=9223372036854775807 b=-9223372036854775808}"),
            ("a=1.5\nb=-0.5e3\nc=1e2\nd=6.0_1\ne=inf\nf=-inf", "{a=1.5 b=-500.0 c=100.0 d=6.01 e=inf f=-inf}"),
            ("a=true\nb=false", "{a=true b=false}"),
            ("a=[]\nb=[1,2,]\nc=[ 'x' , [true] ]", "{a=[] b=[1 2] c=['x' [true]]}"),
            ("a=[ # first\n  1, # one\n\n  2\n]", "{a=[1 2]}"), ("a=[\r\n1\r\n]\r\nb=2", "{a=[1] b=2}"),
            ("a={}\nb={x=1, y.z='2'}", "{a={} b={x=1 y={z='2'}}}"),
            (#"a="tab\there \"q\" \\ \u00e9\U0001F600""#, "{a='tab\there \"q\" \\ é😀'}"),
            (#"a='C:\x\'"#, #"{a='C:\x\'}"#), ("a=\"\"\nb=''", "{a='' b=''}"),
            ("a=\"\"\"\none\ntwo\"\"\"", "{a='one\ntwo'}"), ("a=\"\"\"one \\\n   two\"\"\"", "{a='one two'}"),
            ("a=\"\"\"x\"\"y\"\"\"\"\"", "{a='x\"\"y\"\"'}"), ("a='''\nit''s\\n'''", "{a='it''s\\n'}"),
            ("a=\"\"\"\"\"\"", "{a=''}"), ("a='#'#b", "{a='#'}"), ("é='x'", nil), ("\"é\"='ü한'", "{é='ü한'}"),
        ] as [(String, String?)])
    func textsAreReadAsTOMLSays(text: String, expected: String?) {
        let document = Self.document(text)
        #expect(document.errors.isEmpty == (expected != nil), "\(document.errors)")
        if let expected { #expect(Self.shown(document.root) == expected) }
    }

    @Test(arguments: [
        ("a", "1:2: expected '=' after the key"), ("=1", "1:1: expected a key"), ("a=", "1:3: expected a value"),
        ("a=1 b=2", "1:5: expected the end of the line"), ("a=yes", "1:3: 'yes' is no value"),
        ("a=True", "1:3: 'True' is no value"), ("a=010", "1:3: '010' is no value"),
        ("a=1__0", "1:3: '1__0' is no value"),
        ("a=_1", "1:3: '_1' is no value"), ("a=1.", "1:3: '1.' is no value"), ("a=.5", "1:3: '.5' is no value"),
        ("a=9223372036854775808", "1:3: '9223372036854775808' is no value"), ("a=0x", "1:3: '0x' is no value"),
        ("a=2024-01-31", "1:3: dates and times are not supported"),
        ("a=07:32:00", "1:3: dates and times are not supported"),
        ("a=\"x", "1:3: a text that is not closed"), ("a='x\n'", "1:3: a text that is not closed"),
        ("a=\"\"\"x\n\"", "1:3: a text that is not closed"), ("a=\"\\q\"", "1:4: an escape that is none"),
        ("a=\"\\u12\"", "1:4: an escape that is none"), ("a=\"\\uD800\"", "1:4: an escape that is none"),
        ("a=\"\u{1}\"", "1:4: a control character in a text"), ("a=[1", "1:3: a list that is not closed"),
        ("a=[1,\n", "1:3: a list that is not closed"),
        ("a=[1 2]", "1:6: expected ',' or ']' in the list"), ("a=[,]", "1:4: expected a value"),
        ("a={x=1", "1:7: expected ',' or '}' in the table"), ("a={x=1,}", "1:8: expected a key"),
        ("a={x}", "1:5: expected '=' after the key"), ("a={x=1\n}", "1:7: expected ',' or '}' in the table"),
        ("a=1\na=2", "2:1: 'a' is written twice"), ("[a]\n[a]", "2:2: 'a' is written twice"),
        ("a=1\n[a]", "2:2: 'a' is written twice"), ("a={x=1}\na.y=2", "2:1: 'a' is written twice"),
        ("a={x=1}\n[a.b]", "2:2: 'a' is written twice"), ("[a.b]\n[a]\nb.c=1", "3:1: 'b' is written twice"),
        ("a.b=1\n[a]", "2:2: 'a' is written twice"), ("a=1\na.b=2", "2:1: 'a' is written twice"),
        ("a={x=1,x=2}", "1:8: 'x' is written twice"), ("[[a]]", "1:1: arrays of tables are not supported"),
        ("[]", "1:2: expected a key"), ("[a", "1:3: expected ']' after the table's name"),
        ("[a]x=1", "1:4: expected the end of the line"), ("\"\"=1", "1:1: a key is empty"),
        ("'''k'''=1", "1:1: a key cannot be a text of several lines"), ("a.=1", "1:3: expected a key"),
        ("한=1", "1:1: expected a key"), ("한글 = 1", "1:1: expected a key"), ("\"한\" = x", "1:7: 'x' is no value"),
    ])
    func faultsAreToldAtTheirPlaces(text: String, expected: String) {
        let errors = Self.document(text).errors
        let shown = errors.map { "\($0.span.start.line):\($0.span.start.column): \($0.message)" }
        #expect(shown.first == expected, "\(shown)")
    }

    @Test func readingGoesOnAtTheNextLine() {
        let document = Self.document("a=x\nb=1\n= 2\n[c]\nd=y\ne=2\n")
        #expect(document.errors.map(\.span.start.line) == [1, 3, 5])
        #expect(Self.shown(document.root) == "{b=1 c={e=2}}")
    }

    @Test func limitsHold() {
        func message(_ text: String) -> String? { Self.document(text).errors.first?.message }
        #expect(message("a=" + String(repeating: "[", count: 33))?.hasPrefix("nested more than 32") == true)
        #expect(message("a=" + String(repeating: "{x=", count: 33))?.hasPrefix("nested more than 32") == true)
        #expect(
            message(Array(repeating: "a", count: 33).joined(separator: ".") + "=1")?.hasPrefix("a key of more") == true)
        #expect(message("a=[" + String(repeating: "1,", count: 50_001) + "]")?.hasPrefix("more than 50000") == true)
        #expect(message("a='" + String(repeating: "x", count: 1 << 20) + "'")?.contains("are allowed") == true)
        let broken = TOMLDocument(SourceText([0x61, 0x3D, 0x27, 0xFF, 0x27]))
        #expect(broken.errors.map(\.message) == ["the file is not UTF-8 text"])
    }

    /// Adding a key must not copy what is there.
    @Test(.timeLimit(.minutes(1))) func manyKeysAndTablesAreReadInOrderOfTheirSize() {
        let keys = (0..<20_000).map { "k\($0)=1" }.joined(separator: "\n")
        let shown = Self.document("[a]\n" + keys).root["a"].map(Self.shown)
        // Of each key a 'k', its number, '=1' and a blank or the last brace.
        #expect(shown?.utf8.count == 1 + 20_000 * 4 + 88_890)
        let tables = (0..<20_000).map { "[a.t\($0)]" }.joined(separator: "\n")
        #expect(Self.document(tables).errors.isEmpty)
    }
}
