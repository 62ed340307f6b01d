// Sluice
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// `sluice archive settle`: a line per epoch that waits.
package enum UnsettledListing {
    private struct Row: Encodable {
        let id: String
        let place: String
        let directory: String
        let group: String?
        let topic: String?
        let partition: Int32?
        let incarnation: String?
        let first: Int64?
        let last: Int64?
        let kind: String?
        let rows: Int64?
        let reason: String

        init(_ epoch: UnsettledEpoch) {
            id = epoch.id.description
            switch epoch.place {
            case .aside: place = "aside"
            case .slot(let name, _): place = name == RootLayout.handed ? name : "slot \(name)"
            }
            directory = epoch.directory
            let manifest = epoch.manifest
            group = manifest?.group
            topic = manifest?.topic
            partition = manifest?.partition
            incarnation = manifest?.incarnation.description
            first = manifest?.first
            last = manifest?.last
            kind = manifest.map { $0.isJump ? "jump" : "epoch" }
            rows = manifest?.files.reduce(0) { $0 + $1.rows }
            reason = epoch.reason
        }
    }

    /// One line of JSON with its newline.
    package static func json(_ epoch: UnsettledEpoch) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Plain values of fixed types always encode.
        let data = (try? encoder.encode(Row(epoch))) ?? Data()
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    /// `<id>  <topic>/<partition>  <incarnation>  <first>..<last>  <rows> rows  <reason>`
    package static func text(_ epoch: UnsettledEpoch) -> String {
        guard let manifest = epoch.manifest else { return "\(epoch.id)  \(epoch.directory)  \(epoch.reason)\n" }
        let rows = manifest.files.reduce(0) { $0 + $1.rows }
        let range = manifest.last < manifest.first ? "\(manifest.first)" : "\(manifest.first)..\(manifest.last)"
        return "\(epoch.id)  \(manifest.topic)/\(manifest.partition)  \(manifest.incarnation)  \(range)  "
            + "\(manifest.isJump ? "jump" : "\(rows) rows")  \(epoch.reason)\n"
    }
}
