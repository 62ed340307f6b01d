// Sluice
// SPDX-License-Identifier: Apache-2.0

import Stages
import Testing

struct MaskKeysTests {
    @Test(arguments: [
        ("{\"a\":1}", "{\"a\":1}"),
        ("{\"token\":\"x\"}", "{\"token\":\"***\"}"),
        ("{\"TOKEN\":5,\"Password\":null}", "{\"TOKEN\":\"***\",\"Password\":\"***\"}"),
        ("{\"a\":[{\"token\":{\"b\":1}}]}", "{\"a\":[{\"token\":\"***\"}]}"),
        ("{\"t\\u006Fken\":1}", "{\"t\\u006Fken\":\"***\"}"),
        ("{\"token_id\":1}", "{\"token_id\":1}"),
    ])
    func valuesOfTheNamesAreReplaced(payload: String, record: String) throws {
        #expect(try PipelineDriver(sanitize: "[{mask_keys: {keys: [password, token]}}]").record(payload) == record)
    }

    @Test func theReplacementIsEscaped() throws {
        let driver = try PipelineDriver(sanitize: "[{mask_keys: {keys: [a], with: '\"\\'}}]")
        #expect(driver.record("{\"a\":1}") == "{\"a\":\"\\\"\\\\\"}")
    }

    @Test func whatSetPutInIsMaskedToo() throws {
        let driver = try PipelineDriver(
            enrich: "[{set: {x.token: \"'s'\"}}]", sanitize: "[{mask_keys: {keys: [token]}}]")
        #expect(driver.record("{}") == "{\"x\":{\"token\":\"***\"}}")
    }

    @Test func onlyChangedRecordsCount() throws {
        let driver = try PipelineDriver(sanitize: "[{mask_keys: {keys: [token]}}]")
        for payload in ["{}", "{\"token\":1}", "{}"] { _ = driver.record(payload) }
        #expect(driver.counters("sanitize[0].mask_keys") == .init(received: 3, changed: 1, failed: 0))
    }
}
