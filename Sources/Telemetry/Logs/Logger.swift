// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Writes log lines that share some metadata. Libraries are given one and never make one.
///
/// `debug` and `trace` are for developers, one `info` per step of a life, `warning` for what heals itself, `error` for
/// what needs a person. Messages are constant text; what varies is metadata.
package struct Logger: Sendable {
    private let output: LogOutput
    private let metadata: LogMetadata

    package init(_ output: LogOutput, _ metadata: LogMetadata = [:]) {
        self.output = output
        self.metadata = metadata
    }

    /// A logger that keeps silent.
    package static let silent = Logger(LogOutput(level: .error, write: { _ in }))

    /// A logger whose lines carry more metadata.
    package func with(_ more: LogMetadata) -> Logger { Logger(output, metadata.adding(more)) }

    /// Whether a line of the level would be written, to spare the work for its metadata.
    package func logs(_ level: LogLevel) -> Bool { level >= output.level }

    /// The level of the output, which all its loggers share.
    package var level: LogLevel {
        get { output.level }
        nonmutating set { output.level = newValue }
    }

    package func log(
        _ level: LogLevel, _ message: @autoclosure () -> String, _ more: @autoclosure () -> LogMetadata = [:],
        limit: LogLimit? = nil
    ) {
        guard logs(level) else { return }
        output.log(level, message, metadata.adding(more()), limit)
    }

    package func trace(_ message: @autoclosure () -> String, _ more: @autoclosure () -> LogMetadata = [:]) {
        log(.trace, message(), more())
    }

    package func debug(_ message: @autoclosure () -> String, _ more: @autoclosure () -> LogMetadata = [:]) {
        log(.debug, message(), more())
    }

    package func info(_ message: @autoclosure () -> String, _ more: @autoclosure () -> LogMetadata = [:]) {
        log(.info, message(), more())
    }

    package func warning(
        _ message: @autoclosure () -> String, _ more: @autoclosure () -> LogMetadata = [:], limit: LogLimit? = nil
    ) {
        log(.warning, message(), more(), limit: limit)
    }

    package func error(
        _ message: @autoclosure () -> String, _ more: @autoclosure () -> LogMetadata = [:], limit: LogLimit? = nil
    ) {
        log(.error, message(), more(), limit: limit)
    }
}
