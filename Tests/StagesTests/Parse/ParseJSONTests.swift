// Sluice
// SPDX-License-Identifier: Apache-2.0

import Stages
import Testing

struct ParseJSONTests {
    @Test(arguments: [
        ("{}", "{}"), ("{\"a\":1}", "{\"a\":1}"), (" {\"a\": [1, {}]} ", "{\"a\": [1, {}]}"),
        ("{\"a\":1,\"a\":2}", "{\"a\":2}"), ("", "empty_payload at 0"), ("[1]", "not_an_object at 0"),
        ("{\"a\":1", "invalid_json(unexpected_end) at 6"), ("{\"a\":1}x", "invalid_json(trailing_bytes) at 7"),
        ("{\"a\":01}", "invalid_json(invalid_number) at 5"), ("{\"a\":\"\\q\"}", "invalid_json(invalid_escape) at 6"),
        ("{\"a\":\"\u{0}\"}", "invalid_json(control_character) at 6"),
    ])
    func payloadsAreReadOrRefused(payload: String, outcome: String) throws {
        let record = try PipelineDriver().record(payload)
        if outcome.hasPrefix("{") {
            #expect(record.trimmed == outcome)
        } else {
            #expect(record.hasPrefix(String(outcome.prefix { $0 != " " })), "\(record)")
        }
    }

    @Test func otherBytesThanUTF8AreRefused() throws {
        #expect(
            try PipelineDriver().record(Array("{\"a\":\"".utf8) + [0xFF] + Array("\"}".utf8)) == "invalid_utf8 at 6")
    }

    @Test func deepNestingIsRefused() throws {
        let payload = String(repeating: "{\"a\":", count: 5_000) + "1" + String(repeating: "}", count: 5_000)
        #expect(try PipelineDriver().record(payload).hasPrefix("too_deep at "))
    }

    @Test func aMissingPayloadIsADeadLetter() throws {
        let driver = try PipelineDriver()
        guard case .failed(let failure) = driver.verdict(nil as [UInt8]?) else {
            Issue.record("not failed")
            return
        }
        #expect(failure.reason.name == "null_payload" && failure.stage == 0 && failure.position == -1)
    }
}

extension String {
    /// Without white space around.
    var trimmed: String {
        var text = self[...]
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
