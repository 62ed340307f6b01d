// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Terminal

struct ValueTypeTests {
    @Test(arguments: [
        ("500ms", Duration.milliseconds(500)), ("10s", .seconds(10)), ("1h30m", .seconds(5400)),
        ("2d", .seconds(172_800)), ("0s", .zero), ("1m1ms", .milliseconds(60_001)),
    ])
    func durationsHaveUnits(_ text: String, _ expected: Duration) {
        #expect(ValueType.duration(text) == expected)
    }

    @Test(arguments: ["", "10", "s", "-1s", "1.5s", "1s1s", "1s1h", "1 s", "9223372036854775807d", "1ss", "１s"])
    func otherTextsAreNoDurations(_ text: String) {
        #expect(ValueType.duration(text) == nil)
    }

    @Test(arguments: [
        ("0", Int64(0)), ("4096", 4096), ("64KiB", 65_536), ("1MB", 1_000_000), ("2gib", 2_147_483_648), ("7B", 7),
    ])
    func sizesHaveUnits(_ text: String, _ expected: Int64) {
        #expect(ValueType.bytes(text) == expected)
    }

    @Test(arguments: ["", "KiB", "-1", "1.5MB", "1 MB", "1XB", "9223372036854775807KiB", "99999999999999999999"])
    func otherTextsAreNoSizes(_ text: String) {
        #expect(ValueType.bytes(text) == nil)
    }

    @Test(arguments: [
        ("localhost:80", "localhost", UInt16(80)), (":0", "127.0.0.1", 0), ("9090", "127.0.0.1", 9090),
        ("[::1]:8080", "::1", 8080), ("0.0.0.0:65535", "0.0.0.0", 65_535),
    ])
    func addressesAreHostAndPort(_ text: String, _ host: String, _ port: UInt16) {
        #expect(ListenAddress(text) == ListenAddress(host: host, port: port))
    }

    @Test(arguments: [
        "", ":", "host", "host:", "host:65536", "::1:80", "[::1]", "[::1", "[]:1", "a b:1", "h:+1", "h:-1",
    ])
    func otherTextsAreNoAddresses(_ text: String) {
        #expect(ListenAddress(text) == nil)
    }

    @Test func addressesReadWhatTheyWrite() {
        for text in ["127.0.0.1:1", "[::1]:8080"] { #expect(ListenAddress(text)?.description == text) }
    }

    @Test(arguments: ["nan", "inf", "-1", "", "1x", "1e999"])
    func otherTextsAreNoNumbers(_ text: String) {
        #expect(throws: ValueMismatch.self) { try ValueType.number.parse(text) }
    }

    @Test func rangesAreKept() throws {
        let type = ValueType.int(1...5)
        #expect(try type.parse("5") == .int(5))
        #expect(throws: ValueMismatch.self) { try type.parse("6") }
        #expect(throws: ValueMismatch.self) { try type.parse("9223372036854775808") }
        #expect(try ValueType.count.parse("1_000_000") == .int(1_000_000))
    }
}
