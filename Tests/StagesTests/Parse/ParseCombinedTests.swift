// Sluice
// SPDX-License-Identifier: Apache-2.0

import Stages
import Testing

struct ParseCombinedTests {
    static let time = "[10/Oct/2000:13:55:36 -0700]"
    static let head = #"{"host":"h","ident":null,"user":null,"ts":971211336000,"time":"10/Oct/2000:13:55:36 -0700","#

    /// A line and the record behind its common first fields, or the reason why there is none.
    struct Case: CustomTestStringConvertible, Sendable {
        let line: String
        let rest: String
        var testDescription: String { line }

        init(_ line: String, _ rest: String) {
            self.line = line
            self.rest = rest
        }
    }

    @Test func theCombinedFormatIsRead() throws {
        let line = #"1.2.3.4 id frank \#(Self.time) "GET /a?b=c HTTP/1.1" 200 2326 "http://r/" "Mozilla/4.08 [en]""#
        #expect(
            try PipelineDriver(parse: "[{combined: {}}]").record(line) == """
                {"host":"1.2.3.4","ident":"id","user":"frank","ts":971211336000,"time":"10/Oct/2000:13:55:36 -0700",\
                "method":"GET","path":"/a?b=c","protocol":"HTTP/1.1","status":200,"bytes":2326,"referer":"http://r/",\
                "user_agent":"Mozilla/4.08 [en]"}
                """)
    }

    /// What `GET / HTTP/1.0` with status 200 and 5 bytes becomes.
    static let root = #""method":"GET","path":"/","protocol":"HTTP/1.0","status":200,"bytes":5,"#

    static let lines: [Case] = [
        Case(
            #""GET / HTTP/1.0" 304 -"#, #""method":"GET","path":"/","protocol":"HTTP/1.0","status":304,"bytes":null}"#),
        Case(
            #""GET / HTTP/1.0" 200 5\#r\#n"#,
            #""method":"GET","path":"/","protocol":"HTTP/1.0","status":200,"bytes":5}"#),
        Case(#""GET /x" 200 5"#, #""method":"GET","path":"/x","status":200,"bytes":5}"#),
        Case(
            #""GET /a b  c HTTP/1.0" 200 5"#,
            #""method":"GET","path":"/a b  c","protocol":"HTTP/1.0","status":200,"bytes":5}"#),
        Case(
            #""GET /a   HTTP/V1.0" 200 5"#,
            #""method":"GET","path":"/a","protocol":"HTTP/V1.0","status":200,"bytes":5}"#),
        Case(
            #""GET /"q" HTTP/1.0" 200 5"#,
            #""method":"GET","path":"/\"q\"","protocol":"HTTP/1.0","status":200,"bytes":5}"#),
        Case(
            #""GET /\"q\" HTTP/1.0" 200 5"#,
            #""method":"GET","path":"/\"q\"","protocol":"HTTP/1.0","status":200,"bytes":5}"#),
        Case(
            #""GET /\x22\x5C HTTP/1.0" 200 5"#,
            #""method":"GET","path":"/\"\\","protocol":"HTTP/1.0","status":200,"bytes":5}"#),
        Case(
            #""GET /\xed\x95\x9c HTTP/1.0" 200 5"#,
            #""method":"GET","path":"/한","protocol":"HTTP/1.0","status":200,"bytes":5}"#),
        Case(
            #""GET /\xff HTTP/1.0" 200 5"#,
            #""method":"GET","path":"/\\xff","protocol":"HTTP/1.0","status":200,"bytes":5}"#),
        Case(
            #""GET /\q\ HTTP/1.0" 200 5"#,
            #""method":"GET","path":"/\\q\\","protocol":"HTTP/1.0","status":200,"bytes":5}"#),
        Case(#""GET /\" 200 5"#, #""method":"GET","path":"/\\","status":200,"bytes":5}"#),
        Case(#""-" 408 -"#, #""request":"-","status":408,"bytes":null}"#),
        Case(#""" 400 0"#, #""request":"","status":400,"bytes":0}"#),
        Case(#""\x16\x03\x01" 400 226"#, #""request":"\u0016\u0003\u0001","status":400,"bytes":226}"#),
        Case(#""GET" 400 0"#, #""request":"GET","status":400,"bytes":0}"#),
        Case(#""GET HTTP/1.0" 400 0"#, #""request":"GET HTTP/1.0","status":400,"bytes":0}"#),
        Case(#""한 /x HTTP/1.0" 400 0"#, #""request":"한 /x HTTP/1.0","status":400,"bytes":0}"#),
        Case(#""GET / HTTP/1.0" - -"#, #""method":"GET","path":"/","protocol":"HTTP/1.0","status":null,"bytes":null}"#),
        Case(
            #""GET / HTTP/1.0" 200 5 "-" "-""#,
            root + #""referer":null,"user_agent":null}"#
        ),
        Case(
            #""GET / HTTP/1.0" 200 5 "" "a "b" c""#,
            root + #""referer":"","user_agent":"a \"b","extra":"c\""}"#
        ),
        Case(
            #""GET / HTTP/1.0" 200 5 "http://r/?"x"" "a \"b\" c""#,
            root + #""referer":"http://r/?\"x\"","user_agent":"a \"b\" c"}"#
        ),
        Case(
            #""GET / HTTP/1.0" 200 5 "r" "u" "10.0.0.1" 0.005"#,
            root + #""referer":"r","user_agent":"u","extra":"\"10.0.0.1\" 0.005"}"#
        ),
        Case(
            #""GET / HTTP/1.0" 200 5 0.005"#,
            #""method":"GET","path":"/","protocol":"HTTP/1.0","status":200,"bytes":5,"extra":"0.005"}"#),
    ]

    @Test(arguments: lines)
    func realLinesAreRead(testCase: Case) throws {
        let record = try PipelineDriver(parse: "[{combined: {}}]").record("h - - \(Self.time) \(testCase.line)")
        #expect(record == Self.head + testCase.rest)
    }

    @Test func usersMayHaveSpacesAndBrackets() throws {
        let record = try PipelineDriver(parse: "[{combined: {}}]").record(
            "h - John [x] Doe \(Self.time) \"GET / HTTP/1.0\" 200 5")
        #expect(record.contains(#""user":"John [x] Doe","#))
    }

    @Test(arguments: [
        Case("", "empty_line at 0"), Case("  \r\n", "empty_line at 0"), Case("h", "truncated_line at 1"),
        Case("h -", "truncated_line at 3"), Case("h - -", "truncated_line at 5"),
        Case("h - - [10/Oct/20", "truncated_line at 16"),
        Case("h - - \(time)", "truncated_line at 34"), Case("h - - \(time) ", "truncated_line at 34"),
        Case("h - - \(time) \"GET / HT", "truncated_line at 44"),
        Case("h - - \(time) \"GET / HTTP/1.0\"", "truncated_line at 51"),
        Case("h - - \(time) \"GET / HTTP/1.0\" 20", "truncated_line at 54"),
        Case("h - - \(time) \"GET / HTTP/1.0\" 200", "truncated_line at 55"),
        Case("h - - \(time) \"GET / HTTP/1.0\" 200 5 \"http", "truncated_line at 63"),
        Case("h - - \(time) \"GET / HTTP/1.0\" 200 5 \"r\"", "truncated_line at 61"),
        Case("h - - \(time) \"GET / HTTP/1.0\" 200 5 \"r\" \"u", "truncated_line at 64"),
        Case("h - - [10/Okt/2000:13:55:36 -0700] \"GET / HTTP/1.0\" 200 5", "invalid_time at 7"),
        Case("h - - [31/Feb/2000:13:55:36 -0700] \"GET / HTTP/1.0\" 200 5", "invalid_time at 7"),
        Case("h - - [10/Oct/2000:25:55:36 -0700] \"GET / HTTP/1.0\" 200 5", "invalid_time at 7"),
        Case("h - \(time) \"GET / HTTP/1.0\" 200 5", "malformed_line at 4"),
        Case("h - - \(time) GET / HTTP/1.0 200 5", "malformed_line at 35"),
        Case("h - - \(time) \"GET / HTTP/1.0\" 2000 5", "malformed_line at 55"),
        Case("h - - \(time) \"GET / HTTP/1.0\" abc 5", "malformed_line at 52"),
        Case("h - - \(time) \"GET / HTTP/1.0\" 200 5x", "malformed_line at 57"),
        Case("h - - \(time) \"GET / HTTP/1.0\" 200 99999999999999999999", "malformed_line at 74"),
        Case(" - - \(time) \"GET / HTTP/1.0\" 200 5", "malformed_line at 0"),
        Case("{\"a\":1}", "truncated_line at 7"),
    ])
    func brokenLinesAreDeadLettersWithTheirPlace(testCase: Case) throws {
        #expect(try PipelineDriver(parse: "[{combined: {}}]").record(testCase.line) == testCase.rest)
    }

    @Test func otherBytesThanUTF8AreDeadLetters() throws {
        let line = Array("h - - \(Self.time) \"GET /".utf8) + [0xE9] + Array(" HTTP/1.0\" 200 5".utf8)
        #expect(try PipelineDriver(parse: "[{combined: {}}]").record(line) == "invalid_utf8 at 41")
    }

    /// Every prefix of a line is read or refused; only the whole is the whole.
    @Test func truncationNeverTraps() throws {
        let driver = try PipelineDriver(parse: "[{combined: {}}]")
        let line = Array(#"h - - \#(Self.time) "GET /한 HTTP/1.0" 200 5 "r" "u""#.utf8)
        for length in 0..<line.count { _ = driver.record(Array(line[..<length])) }
        #expect(driver.counters("parse[0].combined")?.received == line.count)
    }
}
