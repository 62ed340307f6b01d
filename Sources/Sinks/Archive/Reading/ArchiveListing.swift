// Sluice
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// `sluice archive ls`: a line per published file, or per epoch that has none.
package enum ArchiveListing {
    /// A file with the epoch that it belongs to, as `--json` prints it.
    private struct Row: Encodable {
        let group: String
        let topic: String
        let partition: Int32
        let incarnation: String
        let first: Int64
        let last: Int64
        let next: Int64
        let kind: String
        let output: String?
        let path: String?
        let bytes: Int64?
        let rows: Int64?
        let checksum: String?
        let minEventMs: Int64?
        let maxEventMs: Int64?
        let sealedMs: Int64
        let retentionMs: Int64?

        init(_ manifest: Manifest, _ file: FileEntry?) {
            group = manifest.group
            topic = manifest.topic
            partition = manifest.partition
            incarnation = manifest.incarnation.description
            first = manifest.first
            last = manifest.last
            next = manifest.next
            kind = manifest.isJump ? "jump" : "epoch"
            output = file?.output
            path = file?.path
            bytes = file?.bytes
            rows = file?.rows
            checksum = file?.checksum
            minEventMs = file?.minEventMs
            maxEventMs = file?.maxEventMs
            sealedMs = manifest.sealedMs
            retentionMs = file?.retentionMs
        }
    }

    /// The lines of one manifest, each with its newline.
    ///
    /// - Parameter output: nil takes all outputs, dead letters included, and epochs without files.
    package static func lines(_ manifest: Manifest, output: String?, json: Bool) -> [String] {
        let files = manifest.files.filter { output == nil || $0.output == output }
        if json {
            let rows = files.isEmpty && output == nil ? [Row(manifest, nil)] : files.map { Row(manifest, $0) }
            let encoder = JSONEncoder()
            encoder.keyEncodingStrategy = .convertToSnakeCase
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return rows.compactMap { row in
                (try? encoder.encode(row)).map { String(decoding: $0, as: UTF8.self) + "\n" }
            }
        }
        let place = "\(manifest.topic)/\(manifest.partition)"
        let range = manifest.last < manifest.first ? "\(manifest.first)" : "\(manifest.first)..\(manifest.last)"
        if files.isEmpty {
            guard output == nil else { return [] }
            return ["\(place)  \(range)  -  \(manifest.isJump ? "jump" : "no files")\n"]
        }
        return files.map { "\(place)  \(range)  \($0.output)  \($0.rows) rows  \($0.bytes) bytes  \($0.path)\n" }
    }
}
