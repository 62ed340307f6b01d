// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Outliers
import Telemetry
import Terminal

/// `sluice outliers`.
enum OutliersCommand: Verb {
    static let spec = CommandSpec(
        "outliers", "Judge each row of a file of timestamps and values by the rows before it",
        discussion: """
            The file has a header line and two columns, 'timestamp' and 'value', with times as 'YYYY-MM-DD HH:MM:SS' \
            (UTC) or RFC 3339. Each row gives one line, in the file's order, whose score depends on no later row. Rows \
            with no finite number or an earlier time than the newest are kept with score 0 and a note; equal times are \
            samples of the same moment; empty lines are passed over. Rows that cannot be read, and a missing header, \
            are told with their lines, kept with score 0, and end it with 65. docs/OUTLIERS.md says how it decides.
            """,
        arguments: [Argument("FILE", .file, "a file of timestamps and values")],
        options: [
            .flag("json", "one JSON object per row, with what each outlier was compared with"),
            .option("side", "SIDE", .choice(OutlierSide.allCases.map(\.rawValue)), default: "both", "what counts"),
            .option("threshold", "SCORE", .number, default: "5.4", "the score of an outlier"),
            .flag("counter", "the values are totals that only rise: judge their rates"),
        ],
        examples: [
            Example("sluice outliers lag.csv | grep ',1$'", "the outliers of a series"),
            Example("sluice outliers --json --side above lag.csv | jq -r 'select(.outlier) | .reason'", "and why"),
        ])

    private typealias Argument = CommandSpec.Argument
    private typealias Example = CommandSpec.Example

    static func run(_ arguments: ParsedArguments) async -> ExitCode {
        guard let path = arguments.strings("FILE").first, let threshold = arguments.number("threshold"),
            let side = OutlierSide(rawValue: arguments.string("side") ?? "")
        else { preconditionFailure("the parser gives what the specification requires") }
        guard threshold > 0, threshold <= 1000 else {
            Console.error.write("sluice outliers: '--threshold' must be above 0 and at most 1000\n")
            return .usage
        }
        var settings = TemporalSettings()
        settings.kind = arguments.flag("counter") ? .counter : .gauge
        settings.side = side
        settings.threshold = threshold
        settings.pageThreshold = max(threshold, settings.pageThreshold)
        guard let bytes = read(path) else { return .noInput }
        let report = SeriesReport(SeriesFile(bytes), settings: settings)
        let isWritten = arguments.flag("json") ? writeJSON(report) : writeTable(report)
        tell(report.notes, as: "note", of: path)
        tell(report.errors, as: "error", of: path)
        if !isWritten { return .inputOutput }
        return report.errors.isEmpty ? .done : .badData
    }

    /// The whole file; nil, and a message, where it cannot be read or is too large.
    private static func read(_ path: String) -> [UInt8]? {
        guard let file = fopen(path, "r") else {
            Console.error.write("sluice outliers: \(path): \(String(cString: strerror(errno)))\n")
            return nil
        }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            bytes += chunk[..<count]
            if bytes.count > OutliersLimits.fileBytesMax {
                Console.error.write("sluice outliers: \(path): larger than \(OutliersLimits.fileBytesMax) bytes\n")
                return nil
            }
            if count == chunk.count { continue }
            if ferror(file) == 0 { return bytes }
            Console.error.write("sluice outliers: \(path): \(String(cString: strerror(errno)))\n")
            return nil
        }
    }

    private static func tell(_ texts: [String], as kind: String, of path: String) {
        for text in texts.prefix(OutliersLimits.fileFindingsMax) {
            Console.error.write("\(path): \(kind): \(text)\n")
        }
        let rest = texts.count - OutliersLimits.fileFindingsMax
        if rest > 0 { Console.error.write("\(path): \(kind): and \(rest) more\n") }
    }

    /// Whole lines are gathered: a write for each would take most of the time.
    private static func write(_ lines: some Sequence<String>) -> Bool {
        var text = ""
        for line in lines {
            text += line
            text += "\n"
            if text.utf8.count > 65_536 {
                guard Console.output.write(text) else { return false }
                text = ""
            }
        }
        return Console.output.write(text)
    }

    private static func writeTable(_ report: SeriesReport) -> Bool {
        let rows = report.lines.lazy.map { line in
            "\(line.row.timestamp),\(line.row.value),\(SeriesReport.decimal(line.score)),\(line.isOutlier ? 1 : 0)"
        }
        return Console.output.write("timestamp,value,score,outlier\n") && write(rows)
    }

    private static func writeJSON(_ report: SeriesReport) -> Bool {
        let findings = Dictionary(report.findings.map { ($0.line, $0.finding) }) { first, _ in first }
        return write(
            report.lines.lazy.map { line in
                var object = "{\"line\":\(line.row.line),\"timestamp\":\(JSONText.quoted(line.row.timestamp))"
                object += ",\"value\":\(JSONText.quoted(line.row.value))"
                object += ",\"score\":\(SeriesReport.decimal(line.score)),\"outlier\":\(line.isOutlier)"
                if let finding = findings[line.row.line] { object += members(of: finding) }
                return object + "}"
            })
    }

    private static func members(of finding: TemporalFinding) -> String {
        let terms = finding.terms.map { term in
            "{\"kind\":\(JSONText.quoted(term.kind.rawValue)),\"deviation\":\(JSONText.number(term.deviation))"
                + ",\"median_deviation\":\(JSONText.number(term.medianDeviation))"
                + ",\"sigma\":\(JSONText.number(term.sigma)),\"z\":\(JSONText.number(term.z))}"
        }
        let compared = finding.compared.map {
            "{\"days_back\":\($0.daysBack),\"value\":\(JSONText.number($0.value))}"
        }
        return ",\"expected\":\(JSONText.number(finding.expected)),\"threshold\":\(JSONText.number(finding.threshold))"
            + ",\"page\":\(finding.isPage),\"day_one\":\(finding.isDayOne)"
            + ",\"compared\":[\(compared.joined(separator: ","))],\"terms\":[\(terms.joined(separator: ","))]"
            + ",\"reason\":\(JSONText.quoted(finding.explanation))"
    }
}
