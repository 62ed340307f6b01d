// Sluice
// SPDX-License-Identifier: Apache-2.0

/// How a log line is written.
package enum LogFormat: String, Sendable, CaseIterable {
    case logfmt, json

    /// One line, ended by a newline and free of control characters.
    func line(
        _ level: LogLevel, _ message: String, _ metadata: LogMetadata, atMs timeMs: Int64, suppressed: Int64
    ) -> String {
        var metadata = metadata
        if suppressed > 0 { metadata = metadata.adding(["log.suppressed": LogValue(suppressed)]) }
        let message = message.cut(toBytes: TelemetryLimits.logValueBytesMax)
        let time = Timestamp.rfc3339(ms: timeMs)
        switch self {
        case .logfmt:
            var line = "ts=\(time) level=\(level.name) msg=\(Self.bare(message))"
            for pair in metadata.pairs { line += " \(Self.key(pair.name))=\(Self.logfmt(pair.value))" }
            return line + "\n"
        case .json:
            var line = "{\"ts\":\"\(time)\",\"level\":\"\(level.name)\",\"msg\":\(JSONText.quoted(message))"
            for pair in metadata.pairs { line += ",\(JSONText.quoted(pair.name)):\(pair.value.json)" }
            return line + "}\n"
        }
    }

    private static func logfmt(_ value: LogValue) -> String {
        switch value {
        case .string(let text): bare(text.cut(toBytes: TelemetryLimits.logValueBytesMax))
        case .int(let number): "\(number)"
        case .double(let number): "\(number)"
        case .bool(let flag): "\(flag)"
        }
    }

    /// The text, in quotes where a reader of logfmt would lose its end.
    private static func bare(_ text: String) -> String {
        let isPlain = text.unicodeScalars.allSatisfy {
            $0.value > 0x20 && $0 != "\"" && $0 != "=" && $0 != "\\" && $0.value != 0x7F && $0.value != 0x2028
                && $0.value != 0x2029 && !(0x80...0x9F).contains($0.value)
        }
        return isPlain && !text.isEmpty ? text : JSONText.quoted(text)
    }

    private static func key(_ name: String) -> String {
        String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) ? $0 : "_" })
    }
}
