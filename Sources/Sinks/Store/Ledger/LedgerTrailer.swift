// Sluice
// SPDX-License-Identifier: Apache-2.0

import Compression
import FoundationEssentials

/// The last line of a segment: where its parts begin, and what they come to.
struct LedgerTrailer: Codable, Equatable {
    static let currentVersion = 1
    static let currentFormat = "sluice-ledger"

    let format: String
    let version: Int
    /// Manifests, a line each from the segment's start on.
    let count: Int
    /// Where the line begins that has the manifests' names and places.
    let index: Int64
    /// Where the line begins that has what they cover.
    let summary: Int64
    /// Of the bytes before the index.
    let manifestsChecksum: String
    let indexChecksum: String
    let summaryChecksum: String

    enum CodingKeys: String, CodingKey {
        case format, version, count, index, summary
        case manifestsChecksum = "manifests_checksum"
        case indexChecksum = "index_checksum"
        case summaryChecksum = "summary_checksum"
    }

    private struct Header: Decodable {
        let format: String
        let version: Int
    }

    /// The line with its newline.
    var encoded: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Plain values of fixed types always encode.
        return [UInt8]((try? encoder.encode(self)) ?? Data()) + [UInt8(ascii: "\n")]
    }

    /// Reads a line; nil for one that is none, or that puts parts outside of `[0, end)`.
    ///
    /// - Throws: `newerVersion` before anything else of it is looked at.
    static func decoded(_ line: ArraySlice<UInt8>, end: Int64, path: String) throws(StoreError) -> LedgerTrailer? {
        let data = Data(line)
        guard let header = try? JSONDecoder().decode(Header.self, from: data), header.format == currentFormat else {
            return nil
        }
        guard header.version <= currentVersion else {
            throw StoreError(
                code: .newerVersion,
                message: "\(path): version \(header.version) is newer than this program, which knows version "
                    + "\(currentVersion); use a newer sluice, nothing was changed")
        }
        guard header.version == currentVersion, let trailer = try? JSONDecoder().decode(Self.self, from: data),
            0 <= trailer.index, trailer.index <= trailer.summary, trailer.summary <= end,
            trailer.summary - trailer.index <= Int64(ProtocolLimits.ledgerTailBytes),
            end - trailer.summary <= Int64(ProtocolLimits.ledgerTailBytes)
        else { return nil }
        return trailer
    }
}
