// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A file judged row by row by a detector of its own: each row's score depends on no later row.
package struct SeriesReport: Sendable {
    package struct Line: Sendable, Equatable {
        package let row: SeriesFile.Row
        package let score: Double
        package let isOutlier: Bool
    }

    /// One line per row of the file, in its order.
    package let lines: [Line]
    /// What was found in the file that keeps it from being what it should be: `line N: ...`.
    package let errors: [String]
    /// Rows that were kept without a score, and why.
    package let notes: [String]
    /// The findings with their line numbers.
    package let findings: [(line: Int, finding: TemporalFinding)]

    package init(_ file: SeriesFile, settings: TemporalSettings) {
        var detector = TemporalDetector(settings)
        var lines: [Line] = []
        var findings: [(line: Int, finding: TemporalFinding)] = []
        var errors = file.errors
        var notes: [String] = []
        var last: (line: Int, timeMs: Int64)?
        lines.reserveCapacity(file.rows.count)
        for row in file.rows {
            var score = 0.0
            var isOutlier = false
            switch row.content {
            case .sample(let timeMs, let value):
                let verdict = detector.take(value, atMs: timeMs)
                (score, isOutlier) = (verdict.score, verdict.isOutlier)
                if let finding = verdict.finding { findings.append((row.line, finding)) }
                switch verdict.handling {
                case .late: notes.append("line \(row.line): earlier than line \(last?.line ?? 0); kept with score 0")
                case .refused: notes.append("line \(row.line): the value is out of range; kept with score 0")
                case .scored, .learning, .started:
                    if let last, last.timeMs == timeMs {
                        notes.append("line \(row.line): the same time as line \(last.line); taken as another sample")
                    }
                    last = (row.line, timeMs)
                }
            case .noNumber: notes.append("line \(row.line): the value is not a finite number; kept with score 0")
            case .unreadable(let reason): errors.append("line \(row.line): \(reason)")
            }
            lines.append(Line(row: row, score: score, isOutlier: isOutlier))
        }
        if file.emptyLines > 0 { notes.append("empty lines, passed over: \(file.emptyLines)") }
        (self.lines, self.errors, self.notes, self.findings) = (lines, errors, notes, findings)
    }

    /// A finite number at least 0 with six decimals, such as `5.401200`.
    package static func decimal(_ score: Double) -> String {
        let millionths = Int64((min(1e9, max(0, score)) * 1e6).rounded())
        let part = String(millionths % 1_000_000)
        return "\(millionths / 1_000_000)." + String(repeating: "0", count: 6 - part.count) + part
    }
}
