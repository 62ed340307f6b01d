// Sluice
// SPDX-License-Identifier: Apache-2.0

import Stages
import Testing

struct SetFieldsTests {
    @Test(arguments: [
        ("{env: \"'prod'\"}", "{\"a\":1}", "{\"a\":1,\"env\":\"prod\"}"),
        ("{a: \"2\"}", "{\"a\":1}", "{\"a\":2}"),
        ("{a: 2}", "{\"a\":1}", "{\"a\":2}"),
        ("{a: true}", "{\"a\":1}", "{\"a\":true}"),
        ("{a: 'null', b: \"''\", c: \"'a' + 'b'\"}", "{\"a\":1}", "{\"a\":null,\"b\":\"\",\"c\":\"ab\"}"),
        (#"{b: '"q\"r"'}"#, "{}", #"{"b":"q\"r"}"#),
        ("{x.y: \"2.0 * 0.75\", z: \"[1, 'a']\"}", "{}", "{\"x\":{\"y\":1.5},\"z\":[1,\"a\"]}"),
        ("{b: \"'c'\", c: \"b + 'd'\", a.x: \"b\"}", "{\"a\":{}}", "{\"a\":{\"x\":\"c\"},\"b\":\"c\",\"c\":\"cd\"}"),
        ("{b: \"1 / 0\"}", "{\"a\":1}", "expression_error(division_by_zero) at -1"),
        ("{b: \"a + 1\", c: \"b + 1\"}", "{\"a\":1}", "{\"a\":1,\"b\":2,\"c\":3}"),
        ("{x.y: \"a\"}", "{\"a\":1}", "{\"a\":1,\"x\":{\"y\":1}}"),
        ("{c: \"string(status / 100) + 'xx'\"}", "{\"status\":503}", "{\"status\":503,\"c\":\"5xx\"}"),
        ("{o: \"kafka.offset\", t: \"kafka.topic\"}", "{}", "{\"o\":7,\"t\":\"web.access\"}"),
        ("{p: \"kafka.partition\"}", "{}", "{\"p\":3}"),
        ("{b: \"nope\"}", "{\"a\":1}", "expression_error(no_such_field) at -1"),
        ("{b: \"a / 0\"}", "{\"a\":1}", "expression_error(division_by_zero) at -1"),
        ("{a.b: \"1\"}", "{\"a\":1}", "expression_error(parent_is_no_object) at -1"),
    ])
    func fieldsGetTheirValues(set: String, payload: String, record: String) throws {
        #expect(try PipelineDriver(enrich: "[{set: \(set)}]").record(payload) == record)
    }

    @Test func theKeyOfTheRecordCanBeRead() throws {
        let driver = try PipelineDriver(enrich: "[{set: {k: \"string(kafka.key)\"}}]")
        _ = driver.verdict(Array("{}".utf8), key: "abc")
        #expect(driver.output == "{\"k\":\"abc\"}")
    }

    @Test func failuresNameTheirStage() throws {
        let driver = try PipelineDriver(enrich: "[{set: {a: \"1\"}}, {set: {b: \"nope\"}}]")
        guard case .failed(let failure) = driver.verdict("{}") else {
            Issue.record("not failed")
            return
        }
        #expect(driver.labels[failure.stage] == "enrich[1].set")
        #expect(driver.counters("enrich[0].set") == .init(received: 1, changed: 1, failed: 0))
        #expect(driver.counters("enrich[1].set") == .init(received: 1, changed: 0, failed: 1))
    }
}
