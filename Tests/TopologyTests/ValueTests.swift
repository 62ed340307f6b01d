// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records
import Testing
import Topology

struct ValueTests {
    @Test(arguments: [
        ("10s", Duration.seconds(10)), ("500ms", .milliseconds(500)), ("5m", .seconds(300)), ("2h", .seconds(7200)),
        ("7d", .seconds(604_800)), ("3us", .microseconds(3)), ("0s", .zero), ("10 s", .seconds(10)),
    ])
    func durationsAreRead(text: String, duration: Duration) throws {
        #expect(try DurationText.parse(text) == duration)
    }

    @Test(arguments: [
        ("", "must be a whole number with a unit"), ("s", "must be a whole number with a unit"), ("10", "has no unit"),
        ("1.5h", "has an unknown unit"), ("10S", "has an unknown unit"), ("-1s", "must be a whole number with a unit"),
        ("1m30s", "has an unknown unit"), ("99999999999999999999s", "is too large"), ("9999999999999d", "is too large"),
    ])
    func otherDurationsAreErrors(text: String, message: String) {
        let error = #expect(throws: ValueError.self) { try DurationText.parse(text) }
        #expect(error?.message == message)
    }

    @Test(arguments: [
        (Duration.seconds(90), "90s"), (.seconds(60), "1m"), (.milliseconds(1500), "1500ms"), (.zero, "0s"),
        (.seconds(86_400), "1d"),
    ])
    func durationsAreWritten(duration: Duration, text: String) {
        #expect(DurationText.text(duration) == text)
    }

    @Test(
        arguments: [
            ("64MiB", 64 << 20), ("100MB", 100_000_000), ("4096B", 4096), ("1KiB", 1024), ("1kB", 1000),
            ("2GiB", 2 << 30),
            ("1TiB", 1 << 40), ("0B", 0),
        ] as [(String, Int64)])
    func sizesAreRead(text: String, bytes: Int64) throws {
        #expect(try ByteSizeText.parse(text) == bytes)
    }

    @Test(arguments: [
        ("64", "has no unit"), ("64mb", "has an unknown unit"), ("MiB", "must be a whole number with a unit"),
        ("9999999999GiB", "is too large"), ("1.5MiB", "has an unknown unit"),
    ])
    func otherSizesAreErrors(text: String, message: String) {
        let error = #expect(throws: ValueError.self) { try ByteSizeText.parse(text) }
        #expect(error?.message == message)
    }

    @Test(arguments: [
        ("a", ["a"]), ("a.b", ["a", "b"]), ("\"a.b\".c", ["a.b", "c"]), ("user-agent", ["user-agent"]), ("한글", ["한글"]),
    ])
    func fieldPathsAreRead(text: String, names: [String]) throws {
        #expect(try FieldPathText.parse(text) == FieldPath(names))
    }

    @Test(arguments: ["", ".", "a.", ".a", "a..b", "\"a", "\"a\"b", "a\nb", String(repeating: "a.", count: 40) + "b"])
    func otherFieldPathsAreErrors(text: String) {
        #expect(throws: ValueError.self) { try FieldPathText.parse(text) }
    }

    @Test(arguments: [
        ("topcis", "topics"), ("Topics", "topics"), ("grop", "group"), ("strat", "start"), ("x", nil),
        ("elephant", nil),
        ("", nil),
    ])
    func slipsOfTheHandAreUnderstood(name: String, meant: String?) {
        #expect(NearName.of(name, among: ["brokers", "topics", "group", "start"]) == meant)
    }
}
