// Sluice
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// The contents of `store.json`: what makes a directory an archive root.
struct StoreHeader: Sendable {
    /// The newest version of the format that this program reads.
    static let currentVersion = 2
    /// The version of a new root.
    static let firstVersion = 1
    /// The version of a root in which a ledger has manifests that programs before it would not find.
    static let ledgerVersion = 2
    static let currentFormat = "sluice-archive"

    let format: String
    let version: Int
    let id: RootID

    init(id: RootID, version: Int = firstVersion) {
        format = Self.currentFormat
        self.version = version
        self.id = id
    }

    /// What every version has.
    private struct Version: Decodable {
        let format: String
        let version: Int
        /// Nil where it is not what this version writes.
        let id: RootID?

        private enum CodingKeys: String, CodingKey {
            case format, version, id
        }

        init(from decoder: any Decoder) throws {
            let box = try decoder.container(keyedBy: CodingKeys.self)
            format = try box.decode(String.self, forKey: .format)
            version = try box.decode(Int.self, forKey: .version)
            id = try? box.decode(RootID.self, forKey: .id)
        }
    }

    var bytes: [UInt8] {
        Array("{\"format\":\"\(format)\",\"id\":\"\(id)\",\"version\":\(version)}\n".utf8)
    }

    /// Reads a header; a newer version is refused before anything else of it is looked at.
    static func decoded(_ bytes: [UInt8], path: String) throws(StoreError) -> StoreHeader {
        guard let version = try? JSONDecoder().decode(Version.self, from: Data(bytes)), version.format == currentFormat
        else {
            throw StoreError(
                code: .notARoot,
                message: "\(path): not the header of an archive root; give an empty directory or a root")
        }
        guard version.version <= currentVersion else {
            throw StoreError(
                code: .newerVersion,
                message: "\(path): version \(version.version) is newer than this program, which knows version "
                    + "\(currentVersion); use a newer sluice, nothing was changed")
        }
        guard version.version >= firstVersion, let id = version.id else {
            throw StoreError(code: .damaged, message: "\(path): damaged; restore it from a copy of the root")
        }
        return StoreHeader(id: id, version: version.version)
    }
}
