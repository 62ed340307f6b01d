// Sluice
// SPDX-License-Identifier: Apache-2.0

import Stages
import Testing

struct StageCountersTests {
    /// Records in, and what each stage has to count: what came in is what no stage before has failed or kept.
    @Test func everyStageCountsWhatReachedIt() throws {
        let driver = try PipelineDriver(
            enrich: "[{set: {half: \"10 / x\"}}]", sanitize: "[{mask_keys: {keys: [key]}}, {remove: {fields: [y]}}]",
            route: "[{to: a, when: 'x > 10'}, {to: discard, when: 'z == 1'}, {to: b, when: 'x > 4'}]",
            outputs: ["a", "b"], eventTime: "{field: ts, format: unix_ms, fallback: dead_letter}")
        let payloads = [
            "{", "{\"x\":0,\"ts\":1}", "{\"x\":1}", "{\"x\":11,\"ts\":1,\"key\":1}", "{\"x\":12,\"ts\":1,\"y\":1}",
            "{\"x\":1,\"z\":1,\"ts\":1}", "{\"x\":5,\"z\":2,\"ts\":1}", "{\"x\":1,\"z\":2,\"ts\":1}",
            "{\"x\":1,\"ts\":1}",
        ]
        for payload in payloads { _ = driver.verdict(payload) }
        _ = driver.verdict(nil)
        let expected: [(String, StageCounters)] = [
            ("parse[0].json", .init(received: 10, changed: 0, failed: 2)),
            ("enrich[0].set", .init(received: 8, changed: 7, failed: 1)),
            ("event_time", .init(received: 7, changed: 6, failed: 1)),
            ("sanitize[0].mask_keys", .init(received: 6, changed: 1, failed: 0)),
            ("sanitize[1].remove", .init(received: 6, changed: 1, failed: 0)),
            ("route", .init(received: 6, changed: 0, failed: 1)),
            ("route[0]", .init(received: 6, changed: 2, failed: 0)),
            ("route[1]", .init(received: 4, changed: 1, failed: 1)),
            ("route[2]", .init(received: 2, changed: 1, failed: 0)),
        ]
        #expect(Set(driver.labels) == Set(expected.map(\.0)))
        for (label, counters) in expected { #expect(driver.counters(label) == counters, "\(label)") }
    }

    @Test func rulesThatAreAllAskedAllReceive() throws {
        let driver = try PipelineDriver(
            route: "{all: true, rules: [{to: a, when: 'x > 10'}, {to: b, when: 'y > 4'}, {to: b, when: 'x > 1'}]}",
            outputs: ["a", "b"])
        for payload in ["{\"x\":11,\"y\":5}", "{\"x\":11}", "{\"x\":1,\"y\":1}"] { _ = driver.verdict(payload) }
        #expect(driver.counters("route")?.received == 3)
        #expect(driver.counters("route")?.failed == 1)
        #expect(driver.counters("route[0]") == .init(received: 3, changed: 1, failed: 0))
        #expect(driver.counters("route[1]") == .init(received: 3, changed: 1, failed: 1))
        #expect(driver.counters("route[2]") == .init(received: 2, changed: 1, failed: 0))
    }
}
