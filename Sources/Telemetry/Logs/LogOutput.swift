// Sluice
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Where the lines of all loggers go: level, format, sink, and the memory of what is limited.
package final class LogOutput: Sendable {
    private let threshold: Atomic<Int>
    private let format: LogFormat
    private let wallMs: @Sendable () -> Int64
    private let monotonic: @Sendable () -> Duration
    private let write: @Sendable (String) -> Void
    private let passed: Mutex<[String: Passed]>

    private struct Passed {
        var at: Duration
        var suppressed: Int64
    }

    private static let otherKeys = "__other__"

    /// `write` takes one whole line and must not log.
    package init(
        level: LogLevel = .info, format: LogFormat = .logfmt,
        wallMs: (@Sendable () -> Int64)? = nil, monotonic: (@Sendable () -> Duration)? = nil,
        write: @escaping @Sendable (String) -> Void = StandardError.write
    ) {
        threshold = Atomic(level.rawValue)
        self.format = format
        self.wallMs = wallMs ?? WallClock.nowMs
        self.monotonic = monotonic ?? WallClock.monotonic
        self.write = write
        passed = Mutex([:])
    }

    /// Lines below it are not written; may be changed at any time.
    package var level: LogLevel {
        get { LogLevel(rawValue: threshold.load(ordering: .relaxed)) ?? .info }
        set { threshold.store(newValue.rawValue, ordering: .relaxed) }
    }

    func log(_ level: LogLevel, _ message: () -> String, _ metadata: LogMetadata, _ limit: LogLimit?) {
        guard level >= self.level else { return }
        var suppressed: Int64 = 0
        if let limit {
            guard let count = pass(limit) else { return }
            suppressed = count
        }
        write(format.line(level, message(), metadata, atMs: wallMs(), suppressed: suppressed))
    }

    /// The number of lines kept back since the last one, if this one may go; nil if it is kept back too.
    private func pass(_ limit: LogLimit) -> Int64? {
        let now = monotonic()
        return passed.withLock { passed in
            var key = limit.key
            if passed[key] == nil, passed.count >= TelemetryLimits.logKeysMax { key = Self.otherKeys }
            guard let last = passed[key] else {
                passed[key] = Passed(at: now, suppressed: 0)
                return 0
            }
            guard now - last.at >= limit.interval else {
                passed[key]?.suppressed += 1
                return nil
            }
            passed[key] = Passed(at: now, suppressed: 0)
            return last.suppressed
        }
    }

    /// Says how many lines were kept back since, per key: for the end of the process, when no next line will tell.
    package func reportSuppressed() {
        let counts = passed.withLock { passed in
            let counts = passed.filter { $0.value.suppressed > 0 }.sorted { $0.key < $1.key }
            for (key, _) in counts { passed[key]?.suppressed = 0 }
            return counts
        }
        for (key, last) in counts {
            log(
                .info, { "log lines were kept back" },
                ["log.key": .string(key), "log.suppressed": .int(last.suppressed)], nil)
        }
    }
}
