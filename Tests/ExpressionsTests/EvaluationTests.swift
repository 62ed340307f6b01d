// Sluice
// SPDX-License-Identifier: Apache-2.0

import Expressions
import Records
import Testing

/// Expressions over records.
struct EvaluationTests {
    static let json = """
        {"status": 503, "level": "error", "latency_ms": 12.75, "count": 7, "big": 9007199254740993, "huge": 1e999,
         "over": 18446744073709551615, "neg": -5, "ok": true, "nothing": null, "empty": "", "path": "/api/v1/cart",
         "quoted": "a\\"b\\u00e9\\n", "city": "서울", "user": {"id": "u-1", "address": {"city": "Paris"}, "age": 30},
         "tags": ["a", "b\\u0063", 3, null, {"k": "v"}], "items": [{"n": 1, "name": "x"}, {"n": 2, "name": "y"}],
         "kafka": {"topic": "mine"}, "user.id": "flat", "type": "login", "zero": 0, "none": [], "obj": {}}
        """

    struct Case: CustomTestStringConvertible, Sendable {
        let source: String
        let outcome: Outcome
        var testDescription: String { source }

        init(_ source: String, _ outcome: Outcome) {
            self.source = source
            self.outcome = outcome
        }
    }

    private func check(_ expected: Case) {
        let outcome = Outcome.of(
            expected.source, json: Self.json, key: "k-1", headers: [("h", "one"), ("h", "two"), ("null", nil)])
        #expect(outcome == expected.outcome)
    }

    @Test(arguments: [
        Case("status >= 500", .bool(true)), Case("status < 500", .bool(false)), Case("500 <= status", .bool(true)),
        Case("status == 503", .bool(true)), Case("status != 503", .bool(false)), Case("status == 503.0", .bool(true)),
        Case("status > 502.5", .bool(true)), Case("status == 503u", .bool(true)), Case("status <= 502", .bool(false)),
        Case("latency_ms > 12", .bool(true)), Case("latency_ms == 12.75", .bool(true)),
        Case("latency_ms == 12", .bool(false)),
        Case("level == 'error'", .bool(true)), Case("level != 'error'", .bool(false)),
        Case("'error' == level", .bool(true)),
        Case("level < 'f'", .bool(true)), Case("level == 5", .bool(false)), Case("level != 5", .bool(true)),
        Case("status == 'a'", .bool(false)), Case("status != 'a'", .bool(true)), Case("nothing == 'a'", .bool(false)),
        Case("nothing == null", .bool(true)), Case("level == null", .bool(false)), Case("ok == true", .bool(true)),
        Case("ok", .bool(true)), Case("!ok", .bool(false)), Case("empty == ''", .bool(true)),
        Case("quoted == 'a\"bé\\n'", .bool(true)), Case("quoted in ['x', 'a\"bé\\n']", .bool(true)),
        Case("city == '서울'", .bool(true)), Case("type == 'login'", .bool(true)),
        Case("type(status) == int", .bool(true)),
        Case("big == 9007199254740993", .bool(true)), Case("big > 9007199254740992", .bool(true)),
        Case("over > 1", .bool(true)), Case("over == 18446744073709551615.0", .bool(true)),
        Case("type(over) == double", .bool(true)), Case("neg < 0 && -neg == 5", .bool(true)),
    ])
    func comparisonsFollowCEL(_ expected: Case) { check(expected) }

    @Test(arguments: [
        Case("user.id == 'u-1'", .bool(true)), Case("user['id'] == 'u-1'", .bool(true)),
        Case("user.address.city", .string("Paris")), Case("`user.id`", .string("flat")),
        Case("`kafka`.topic", .string("mine")), Case(".kafka.topic", .string("mine")),
        Case("has(user.id)", .bool(true)), Case("has(user.address.city)", .bool(true)),
        Case("has(user.phone)", .bool(false)), Case("has(a.b.c.d)", .bool(false)),
        Case("has(status.code)", .bool(false)),
        Case("has(status)", .bool(true)), Case("has(nope)", .bool(false)), Case("has(nothing)", .bool(true)),
        Case("has(user.id) && user.id == 'u-1'", .bool(true)),
        Case("has(nope) ? nope : 'default'", .string("default")),
        Case("nope == 1", .error(.noSuchField)), Case("nope == 'a'", .error(.noSuchField)),
        Case("nope in ['a']", .error(.noSuchField)), Case("nope", .error(.noSuchField)),
        Case("user.phone", .error(.noSuchField)), Case("status.code == 1", .error(.noSuchField)),
        Case("!nope", .error(.noSuchField)), Case("nope + 1", .error(.noSuchField)),
        Case("status.size()", .error(.noSuchOverload)), Case("huge > 1", .error(.invalidConversion)),
        Case("huge", .error(.invalidConversion)), Case("has(huge)", .bool(true)),
    ])
    func fieldsAreFoundAtAnyDepth(_ expected: Case) { check(expected) }

    @Test(arguments: [
        Case("nope == 1 || true", .bool(true)), Case("true || nope == 1", .bool(true)),
        Case("nope == 1 || false", .error(.noSuchField)), Case("false || nope == 1", .error(.noSuchField)),
        Case("nope == 1 && false", .bool(false)), Case("false && nope == 1", .bool(false)),
        Case("nope == 1 && true", .error(.noSuchField)), Case("true && nope == 1", .error(.noSuchField)),
        Case("level && false", .bool(false)), Case("level && true", .error(.noSuchOverload)),
        Case("level || true", .bool(true)), Case("zero / zero == 1 || nope == 1", .error(.divisionByZero)),
        Case("nope ? 1 : 2", .error(.noSuchField)), Case("status ? 1 : 2", .error(.noSuchOverload)),
        Case("true ? 1 : nope", .int(1)), Case("false ? nope : 2", .int(2)),
        Case("nope == 1 && nope == 2 && false", .bool(false)),
        Case("a || b || c || d || status == 503", .bool(true)),
    ])
    func logicAbsorbsErrors(_ expected: Case) { check(expected) }

    @Test(arguments: [
        Case("status / 100", .int(5)), Case("status % 100", .int(3)), Case("neg / 2", .int(-2)),
        Case("neg % 2", .int(-1)),
        Case("string(status / 100) + 'xx'", .string("5xx")), Case("status + 0.5", .error(.noSuchOverload)),
        Case("double(status) + 0.5", .value(.double(503.5))), Case("latency_ms * 2", .error(.noSuchOverload)),
        Case("latency_ms * 2.0", .value(.double(25.5))), Case("status / zero", .error(.divisionByZero)),
        Case("status % zero", .error(.divisionByZero)), Case("9223372036854775807 + count", .error(.integerOverflow)),
        Case("-9223372036854775808 - count", .error(.integerOverflow)),
        Case("9223372036854775807 * count", .error(.integerOverflow)),
        Case("-9223372036854775808 / (count - 8)", .error(.integerOverflow)),
        Case("-9223372036854775808 % (count - 8)", .error(.integerOverflow)),
        Case("-(neg - 9223372036854775803)", .error(.integerOverflow)),
        Case("1u - 2u", .error(.integerOverflow)), Case("0u / 0u", .error(.divisionByZero)),
        Case("1.0 / 0.0 > 1e308", .bool(true)), Case("level + '!'", .string("error!")),
        Case("'<' + level + '|' + quoted + '|' + city + '>'", .string("<error|a\"bé\n|서울>")),
        Case("level + status", .error(.noSuchOverload)), Case("level + nope", .error(.noSuchField)),
        Case("b'a' + b'b' == b'ab'", .bool(true)), Case("-latency_ms", .value(.double(-12.75))),
        Case("-level", .error(.noSuchOverload)),
    ])
    func arithmeticNeverTraps(_ expected: Case) { check(expected) }

    @Test(arguments: [
        Case("'a' in tags", .bool(true)), Case("'bc' in tags", .bool(true)), Case("'z' in tags", .bool(false)),
        Case("3 in tags", .bool(true)), Case("3.0 in tags", .bool(true)), Case("null in tags", .bool(true)),
        Case("{'k': 'v'} in tags", .bool(true)), Case("level in ['error', 'fatal']", .bool(true)),
        Case("status in [500, 503]", .bool(true)), Case("status in ['503']", .bool(false)),
        Case("status in []", .bool(false)), Case("level in tags", .bool(false)), Case("'id' in user", .bool(true)),
        Case("'phone' in user", .bool(false)), Case("1 in status", .error(.noSuchOverload)),
        Case("tags[0]", .string("a")), Case("tags[1]", .string("bc")), Case("tags[3]", .value(.null)),
        Case("tags[5]", .error(.indexOutOfRange)), Case("tags[-1]", .error(.indexOutOfRange)),
        Case("tags[4].k", .string("v")), Case("tags[4]['k']", .string("v")), Case("tags['a']", .error(.noSuchField)),
        Case("tags[level]", .error(.noSuchOverload)), Case("items[1].name", .string("y")),
        Case("items[1].nope", .error(.noSuchField)), Case("has(items[1].name)", .bool(true)),
        Case("has(items[1].nope)", .bool(false)), Case("user[level]", .error(.noSuchKey)),
        Case("user['i' + 'd']", .string("u-1")), Case("{'a': 1}.b", .error(.noSuchKey)), Case("size(tags)", .int(5)),
        Case("tags.size() == 5", .bool(true)), Case("size(user)", .int(3)), Case("size(none) + size(obj)", .int(0)),
        Case("size(city)", .int(2)), Case("size(bytes(city))", .int(6)),
        Case("tags == ['a', 'bc', 3, null, {'k': 'v'}]", .bool(true)), Case("tags != ['a']", .bool(true)),
        Case("user.address == {'city': 'Paris'}", .bool(true)), Case("items[0] == items[1]", .bool(false)),
        Case("[status, level]", .value(.list([.int(503), .string("error")]))),
        Case("{level: status}", .value(.map([.string("error")], [.int(503)]))),
        Case("{latency_ms: 1}", .error(.invalidKey)), Case("{level: 1, 'error': 2}", .error(.duplicateKey)),
        Case("none + [1]", .value(.list([.int(1)]))), Case("tags + none == tags", .bool(true)),
    ])
    func listsAndMapsOfRecordsAndLiteralsAreOne(_ expected: Case) { check(expected) }

    @Test(arguments: [
        Case("items.exists(i, i.n == 2)", .bool(true)), Case("items.all(i, i.n > 0)", .bool(true)),
        Case("items.all(i, i.nope > 0)", .error(.noSuchField)),
        Case("items.exists(i, i.nope > 0 || i.n == 2)", .bool(true)),
        Case("items.exists_one(i, i.name == 'x')", .bool(true)),
        Case("items.map(i, i.n * 10)", .value(.list([.int(10), .int(20)]))),
        Case("items.map(i, i.n > 1, i.name)", .value(.list([.string("y")]))),
        Case("items.filter(i, i.n == 1)[0].name", .string("x")),
        Case("items.map(i, i.name + '-' + level)", .value(.list([.string("x-error"), .string("y-error")]))),
        Case("user.exists(k, k == 'age')", .bool(true)), Case("status.exists(x, true)", .error(.noSuchOverload)),
        Case("[1, 2].map(status, status + 1)", .value(.list([.int(2), .int(3)]))),
        Case("[1, 2].map(x, [3, 4].map(y, x * y)) == [[3, 4], [6, 8]]", .bool(true)),
        Case("[[1], [2, 3]].map(x, x.filter(y, y > 1))", .value(.list([.list([]), .list([.int(2), .int(3)])]))),
        Case("[1, 2].map(x, nope)", .error(.noSuchField)), Case("nope.map(x, x)", .error(.noSuchField)),
        Case("items.filter(i, i.n)", .error(.noSuchOverload)),
    ])
    func macrosWalkListsOfTheRecord(_ expected: Case) { check(expected) }

    @Test(arguments: [
        Case("path.startsWith('/api') && path.endsWith('cart') && path.contains('v1')", .bool(true)),
        Case("status.contains('5')", .error(.noSuchOverload)), Case("path.contains(nope)", .error(.noSuchField)),
        Case("level.upperAscii()", .string("ERROR")), Case("city.upperAscii()", .string("서울")),
        Case("'ÄbC'.lowerAscii()", .string("Äbc")), Case("'  x\\u3000\\n'.trim()", .string("x")),
        Case("'   '.trim()", .string("")), Case("path.replace('/', '.')", .string(".api.v1.cart")),
        Case("path.replace('/', '', 1)", .string("api/v1/cart")), Case("city.replace('', '-')", .string("-서-울-")),
        Case("path.substring(5)", .string("v1/cart")), Case("path.substring(1, 4)", .string("api")),
        Case("city.substring(1)", .string("울")), Case("city.substring(3)", .error(.indexOutOfRange)),
        Case("path.substring(4, 1)", .error(.indexOutOfRange)), Case("path.indexOf('v')", .int(5)),
        Case("city.indexOf('울')", .int(1)), Case("path.lastIndexOf('/')", .int(7)),
        Case("city.charAt(1)", .string("울")),
        Case("quoted.substring(1, 2)", .string("\"")), Case("tags[1].upperAscii()", .string("BC")),
        Case("int('42') + int(latency_ms)", .int(54)), Case("int('4x')", .error(.invalidConversion)),
        Case("int(ok)", .error(.noSuchOverload)), Case("double('1e3')", .value(.double(1000))),
        Case("double('0x10')", .error(.invalidConversion)), Case("double('')", .error(.invalidConversion)),
        Case("uint(neg)", .error(.invalidConversion)), Case("string(latency_ms)", .string("12.75")),
        Case("string(-4500.0) + string(1e21) + string(0.1)", .string("-45001e+210.1")),
        Case("string(ok) + string(7u)", .string("true7")), Case("string(nothing)", .error(.noSuchOverload)),
        Case("string(b'\\xff')", .error(.invalidUTF8)), Case("bool('TRUE')", .bool(true)),
        Case("bool('yes')", .error(.invalidConversion)), Case("dyn(status) == 503", .bool(true)),
    ])
    func functionsWorkOnFields(_ expected: Case) { check(expected) }

    @Test(arguments: [
        Case("kafka.topic", .string("web.access")), Case("kafka.topic == 'web.access'", .bool(true)),
        Case("kafka.partition", .int(3)), Case("kafka.offset + 1", .int(43)),
        Case("kafka.timestamp", .int(1_700_000_000_000)),
        Case("kafka.key", .string("k-1")), Case("has(kafka.key)", .bool(true)),
        Case("kafka['topic']", .string("web.access")),
        Case("kafka.headers['h']", .string("two")), Case("kafka.headers.h", .string("two")),
        Case("has(kafka.headers.h)", .bool(true)), Case("'h' in kafka.headers", .bool(true)),
        Case("'x' in kafka.headers", .bool(false)), Case("kafka.headers['x']", .error(.noSuchKey)),
        Case("has(kafka.headers.x)", .bool(false)), Case("kafka.headers['null']", .error(.noSuchKey)),
        Case("kafka.topic + '/' + string(kafka.partition)", .string("web.access/3")),
    ])
    func kafkasMetadataAreReserved(_ expected: Case) { check(expected) }

    @Test func absentMetadataAreErrors() {
        #expect(Outcome.of("kafka.key == 'a'") == .error(.noSuchField))
        #expect(Outcome.of("has(kafka.key)") == .bool(false))
        #expect(Outcome.of("kafka.timestamp > 0", timestampMs: -1) == .error(.noSuchField))
        #expect(Outcome.of("has(kafka.timestamp)", timestampMs: -1) == .bool(false))
    }

    @Test func limitsEndWhatWouldRunForEver() {
        let list = "[\((0..<200).map(String.init).joined(separator: ", "))]"
        let source = "a.all(w, a.all(x, a.all(y, a.all(z, w + x + y + z >= 0))))"
        #expect(Outcome.of(source, json: "{\"a\": \(list)}") == .error(.limitExceeded))
        let text = String(repeating: "x", count: 100_000)
        let growing = "[1, 2, 3, 4].map(w, [1, 2, 3, 4].map(x, [1, 2, 3, 4].map(y, [1, 2, 3, 4].map(z, a + a))))"
        #expect(Outcome.of(growing, json: "{\"a\": \"\(text)\"}") == .error(.limitExceeded))
    }

    @Test func lastErrorSaysWhatAndWhere() throws {
        var layout = RecordLayout()
        let expression = try Expression.compile("ok && user.name == 'x'", layout: &layout).get()
        let wrong = try Expression.compile("1 + 1", layout: &layout).get()
        let payload = Array("{\"ok\": true}".utf8)
        var record = Record(layout: layout)
        let topic = Array("t".utf8)
        record.begin(origin: RecordOrigin(topic: topic.span.bytes, partition: 0, offset: 0, timestampMs: -1))
        #expect(record.scan(json: payload.span.bytes) == nil)
        var evaluator = Evaluator()
        #expect(evaluator.bool(expression, record) == nil)
        #expect(evaluator.lastError == .noSuchField)
        #expect(evaluator.lastErrorRange == 6..<22)
        #expect(evaluator.bool(wrong, record) == nil)
        #expect(evaluator.lastError == .wrongResultType)
        #expect(evaluator.int(wrong, record) == 2)
        #expect(evaluator.lastError == nil)
        withExtendedLifetime((payload, topic)) {}
    }
}
