// Sluice
// SPDX-License-Identifier: Apache-2.0

import Stages
import Testing

struct EventTimeTests {
    @Test(
        arguments: [
            ("unix_ms", "1700000000123", 1_700_000_000_123), ("unix_s", "1700000000", 1_700_000_000_000),
            ("unix_s", "1700000000.123", 1_700_000_000_123), ("unix_us", "1700000000123456", 1_700_000_000_123),
            ("unix_ns", "1700000000123456789", 1_700_000_000_123), ("unix_ms", "\"1700000000123\"", 1_700_000_000_123),
            ("unix_ms", "-1", -1), ("unix_us", "-1", -1), ("unix_s", "\"-5\"", -5_000),
            ("unix_ms", "1.7e12", 1_700_000_000_000),
            ("unix_s", "1700000000123", nil), ("unix_ms", "1e300", nil), ("unix_ms", "18446744073709551615", nil),
            ("unix_ms", "true", nil), ("unix_ms", "null", nil), ("unix_ms", "\"\"", nil), ("unix_ms", "\"12x\"", nil),
            ("unix_s", "9223372036854775807", nil), ("unix_ms", "[1]", nil),
            ("rfc3339", "\"1970-01-01T00:00:00Z\"", 0),
            ("rfc3339", "\"2026-07-31T12:34:56.789+09:00\"", 1_785_468_896_789),
            ("rfc3339", "\"2026-07-31t12:34:56z\"", 1_785_501_296_000),
            ("rfc3339", "\"2026-07-31 12:34:56Z\"", 1_785_501_296_000),
            ("rfc3339", "\"2000-02-29T23:59:60Z\"", 951_868_800_000),
            ("rfc3339", "\"2026-07-31T12:34:56.1Z\"", 1_785_501_296_100),
            ("rfc3339", "\"2026-07-31T12:34:56.123456789-00:30\"", 1_785_503_096_123),
            ("rfc3339", "\"0001-01-01T00:00:00Z\"", -62_135_596_800_000),
            ("rfc3339", "\"1900-02-29T00:00:00Z\"", nil), ("rfc3339", "\"2026-13-01T00:00:00Z\"", nil),
            ("rfc3339", "\"2026-07-31T24:00:00Z\"", nil), ("rfc3339", "\"2026-07-31T12:34:56\"", nil),
            ("rfc3339", "\"2026-07-31T12:34:56.Z\"", nil), ("rfc3339", "\"2026-07-31T12:34:56Zx\"", nil),
            ("rfc3339", "\"2026-07-31T12:34:56+0900\"", nil), ("rfc3339", "\"2026-07-31\"", nil), ("rfc3339", "5", nil),
            ("rfc3339", "\"2026-07-3aT12:34:56Z\"", nil), ("rfc3339", "\"0000-01-01T00:00:00Z\"", nil),
            ("combined", "\"10/Oct/2000:13:55:36 -0700\"", 971_211_336_000),
            ("combined", "\"10\\/Oct\\/2000:13:55:36 -0700\"", 971_211_336_000),
            ("combined", "\"01/Jul/1995:00:00:01 -0400\"", 804_571_201_000),
            ("combined", "\"10/Oct/2000:13:55:36 -0700 \"", nil), ("combined", "\"10/Oct/2000:13:55:36\"", nil),
            ("combined", "\"10/Oct/2000:13:55:36 *0700\"", nil),
        ] as [(String, String, Int64?)])
    func fieldsBecomeTimes(format: String, value: String, milliseconds: Int64?) throws {
        let driver = try PipelineDriver(eventTime: "{field: t.at, format: \(format), fallback: dead_letter}")
        let record = driver.record("{\"t\":{\"at\":\(value)}}")
        if let milliseconds {
            #expect(driver.eventTimeMs == milliseconds)
        } else {
            #expect(record == "invalid_event_time at -1")
        }
    }

    @Test func theFallbackIsTheTimeOfKafka() throws {
        let driver = try PipelineDriver(eventTime: "{field: ts, format: unix_ms}")
        _ = driver.verdict("{\"ts\":\"x\"}")
        #expect(driver.eventTimeMs == 1_000)
        #expect(driver.counters("event_time") == .init(received: 1, changed: 0, failed: 0))
    }

    @Test func absentTimesHaveTheirOwnReason() throws {
        let driver = try PipelineDriver(eventTime: "{field: ts, format: unix_ms, fallback: dead_letter}")
        #expect(driver.record("{}") == "no_event_time at -1")
    }

    @Test func recordsWithoutAnyTimeAreDeadLetters() throws {
        for eventTime in [nil, "{field: ts, format: unix_ms}"] {
            let driver = try PipelineDriver(eventTime: eventTime)
            guard case .failed(let failure) = driver.verdict(Array("{}".utf8), timestampMs: -1) else {
                Issue.record("not failed")
                return
            }
            #expect(failure.reason == .noEventTime && driver.labels[failure.stage] == "event_time")
        }
    }

    @Test func theTimeIsReadBeforeItIsRemoved() throws {
        let driver = try PipelineDriver(
            enrich: "[{set: {ts: 'at * 2'}}]", sanitize: "[{remove: {fields: [ts]}}]",
            eventTime: "{field: ts, format: unix_ms}")
        #expect(driver.record("{\"at\":5}") == "{\"at\":5}")
        #expect(driver.eventTimeMs == 10)
    }
}
