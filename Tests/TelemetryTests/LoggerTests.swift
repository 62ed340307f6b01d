// Sluice
// SPDX-License-Identifier: Apache-2.0

import Synchronization
import Testing

@testable import Telemetry

struct LoggerTests {
    /// Lines and clock of one logger.
    final class World: Sendable {
        let lines: Mutex<[String]> = Mutex([])
        let now: Mutex<Duration> = Mutex(.zero)

        func output(_ level: LogLevel = .info, _ format: LogFormat = .logfmt) -> LogOutput {
            LogOutput(
                level: level, format: format, wallMs: { 1_709_251_199_007 },
                monotonic: { self.now.withLock { $0 } }, write: { line in self.lines.withLock { $0.append(line) } })
        }

        func taken() -> [String] { lines.withLock { $0 } }
    }

    @Test func logfmtQuotesOnlyWhatNeedsIt() {
        let world = World()
        Logger(world.output(), ["topology.name": "web"]).info(
            "epoch sealed",
            ["kafka.partition": 3, "ratio": 0.5, "ok": true, "path": "a b=\"c\"\n\u{1B}[2J", "none": ""])
        #expect(
            world.taken() == [
                "ts=2024-02-29T23:59:59.007Z level=info msg=\"epoch sealed\" topology.name=web kafka.partition=3 "
                    + "ratio=0.5 ok=true path=\"a b=\\\"c\\\"\\n\\u001b[2J\" none=\"\"\n"
            ])
    }

    @Test func jsonLinesAreJSON() {
        let world = World()
        Logger(world.output(.info, .json)).error(
            "it \"failed\"", ["a.b": "\u{0}é", "n": LogValue(UInt64.max), "x": LogValue(Double.nan)])
        #expect(
            world.taken() == [
                "{\"ts\":\"2024-02-29T23:59:59.007Z\",\"level\":\"error\",\"msg\":\"it \\\"failed\\\"\","
                    + "\"a.b\":\"\\u0000é\",\"n\":\"18446744073709551615\",\"x\":null}\n"
            ])
    }

    @Test func laterMetadataReplacesEarlierInItsPlace() {
        let world = World()
        Logger(world.output(), ["a": 1, "b": 2]).with(["a": 3]).info("m", ["b": 4, "c": 5])
        #expect(world.taken()[0].hasSuffix("msg=m a=3 b=4 c=5\n"))
    }

    @Test func linesBelowTheLevelCostNothing() {
        let world = World()
        let logger = Logger(world.output(.warning))
        logger.info("\(fail())")
        logger.debug("x", ["a": .string(fail())])
        #expect(world.taken() == [])
        #expect(!logger.logs(.info) && logger.logs(.error))
    }

    private func fail() -> String {
        Issue.record("was asked for")
        return ""
    }

    @Test func limitedLinesAreCountedAndToldLater() {
        let world = World()
        let logger = Logger(world.output())
        let limit = LogLimit("kafka.down", every: .seconds(10))
        for second in [0, 1, 2, 11, 12, 30] {
            world.now.withLock { $0 = .seconds(second) }
            logger.warning("down", limit: limit)
        }
        logger.warning("other", limit: LogLimit("other", every: .seconds(10)))
        let ends = world.taken().map { $0.split(separator: " ").dropFirst(2).joined(separator: " ") }
        #expect(ends == ["msg=down\n", "msg=down log.suppressed=2\n", "msg=down log.suppressed=1\n", "msg=other\n"])
    }

    @Test func suppressedLinesAreToldAtTheEnd() {
        let world = World()
        let output = world.output()
        for _ in 0..<3 { Logger(output).warning("down", limit: LogLimit("down", every: .seconds(10))) }
        output.reportSuppressed()
        output.reportSuppressed()
        #expect(world.taken().count == 2)
        #expect(world.taken()[1].hasSuffix("msg=\"log lines were kept back\" log.key=down log.suppressed=2\n"))
    }

    @Test func keysOfLimitsAreBounded() {
        let world = World()
        let logger = Logger(world.output())
        for index in 0..<(TelemetryLimits.logKeysMax + 100) {
            logger.warning("x", limit: LogLimit("key\(index)", every: .seconds(10)))
        }
        #expect(world.taken().count == TelemetryLimits.logKeysMax + 1)
    }

    @Test func longValuesAreCut() {
        let world = World()
        Logger(world.output()).info("m", ["v": .string(String(repeating: "서", count: 10_000))])
        #expect(world.taken()[0].utf8.count < TelemetryLimits.logValueBytesMax + 100)
        #expect(world.taken()[0].hasSuffix("서…\n"))
    }

    @Test(arguments: [
        (Int64(0), "1970-01-01T00:00:00.000Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (-1, "1969-12-31T23:59:59.999Z"), (4_102_444_799_999, "2099-12-31T23:59:59.999Z"),
        (1_700_000_000_000, "2023-11-14T22:13:20.000Z"),
    ])
    func timesAreUTC(_ ms: Int64, _ expected: String) {
        #expect(Timestamp.rfc3339(ms: ms) == expected)
    }

    @Test func levelsHaveNames() {
        for level in LogLevel.allCases { #expect(LogLevel(name: level.name) == level) }
        #expect(LogLevel(name: "loud") == nil)
    }
}
