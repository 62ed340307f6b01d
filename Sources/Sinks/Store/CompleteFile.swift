// Sluice
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// The contents of one `_complete/<output>.json`.
package struct CompleteFile: Hashable, Sendable, Codable {
    package static let currentVersion = 1

    package let version: Int
    package let output: String
    /// The least of the partitions' event times: up to here the output is complete, but for late events.
    package let completeThroughMs: Int64?
    package let partitions: [CompleteEntry]

    package init(output: String, partitions: [CompleteEntry]) {
        version = Self.currentVersion
        self.output = output
        self.partitions = partitions
        let times = partitions.compactMap(\.eventMs)
        completeThroughMs = times.count == partitions.count ? times.min() : nil
    }

    enum CodingKeys: String, CodingKey {
        case version, output, partitions
        case completeThroughMs = "complete_through_ms"
    }

    private struct Header: Decodable {
        let version: Int
    }

    func encoded(path: String) throws(StoreError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(self), data.count < ProtocolLimits.smallFileBytes else {
            throw StoreError(code: .inconsistent, message: "\(path): too many partitions for one file")
        }
        return [UInt8](data) + [UInt8(ascii: "\n")]
    }

    /// Reads a file; a damaged one counts as empty, since every value in it comes again with the next epochs.
    static func decoded(_ bytes: [UInt8], path: String) throws(StoreError) -> CompleteFile? {
        let data = Data(bytes)
        guard let header = try? JSONDecoder().decode(Header.self, from: data) else { return nil }
        guard header.version <= currentVersion else {
            throw StoreError(
                code: .newerVersion,
                message: "\(path): version \(header.version) is newer than this program, which knows version "
                    + "\(currentVersion); use a newer sluice")
        }
        return try? JSONDecoder().decode(CompleteFile.self, from: data)
    }
}
