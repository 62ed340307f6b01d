// Sluice
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

extension AuditReport {
    /// A line per partition and incarnation, then what was found, then the verdict.
    package func text() -> String {
        var text = ""
        for partition in partitions { text += Self.line(partition) + "\n" }
        for finding in findings {
            let mark = isWrong(finding) ? "error" : "note"
            text += "\(mark): \(finding.kind.rawValue): \(finding.place): \(finding.message)\n"
        }
        let unnamed = wrong + notes - findings.count
        if unnamed > 0 { text += "and \(unnamed) more\n" }
        return text + verdict + "\n"
    }

    /// The last line.
    package var verdict: String {
        var (records, epochs, files): (Int64, Int64, Int64) = (0, 0, 0)
        for partition in partitions {
            records = records.saturatingSum(partition.records)
            epochs += partition.epochs
            files += partition.files
        }
        let places = Set(partitions.map { "\($0.group) \($0.topic) \($0.partition)" }).count
        let size = "\(places) partition\(places == 1 ? "" : "s"), \(epochs) epochs, \(files) files, \(records) records"
        let unread = unreadFiles == 0 ? "" : " (contents of \(unreadFiles) older files not read)"
        return isComplete
            ? "audit: ok: \(size): every offset is accounted for\(unread)"
            : "audit: NOT ok: \(size): \(wrong) error\(wrong == 1 ? "" : "s")"
    }

    /// One JSON object on one line.
    package func json() -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(Whole(verdict: isComplete ? "ok" : "not_ok", report: self)) else {
            return "{}"
        }
        return String(decoding: data, as: UTF8.self)
    }

    /// The report with its verdict in front.
    private struct Whole: Encodable {
        let verdict: String
        let report: AuditReport

        enum Key: String, CodingKey {
            case verdict
        }

        func encode(to encoder: any Encoder) throws {
            var box = encoder.container(keyedBy: Key.self)
            try box.encode(verdict, forKey: .verdict)
            try report.encode(to: encoder)
        }
    }

    private static func line(_ partition: AuditPartition) -> String {
        var parts = [
            "\(partition.topic)/\(partition.partition)", "group \(partition.group)",
            "incarnation \(partition.incarnation)\(partition.isNewest ? "" : " (earlier)")",
            "offsets \(partition.first)..<\(partition.next)", "\(partition.epochs) epochs", "\(partition.files) files",
            "\(partition.records) records: \(partition.archived) archived, \(partition.deadLettered) dead letters",
        ]
        if partition.dropped > 0 { parts[parts.count - 1] += ", \(partition.dropped) dropped" }
        let gaps = partition.gapOffsets.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        if partition.generations > 1 { parts.append("\(partition.generations) generations") }
        if partition.expiredFiles > 0 { parts.append("\(partition.expiredFiles) files expired") }
        if !gaps.isEmpty { parts.append("gaps: " + gaps.joined(separator: ", ")) }
        parts.append(
            partition.findings == 0 ? "ok" : "\(partition.findings) error\(partition.findings == 1 ? "" : "s")")
        return parts.joined(separator: "  ")
    }
}
