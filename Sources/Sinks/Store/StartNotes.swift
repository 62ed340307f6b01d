// Sluice
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Platform

/// The file `starts.json` of one slot.
struct StartNotes {
    private struct Contents: Codable {
        let version: Int
        let starts: [StartNote]
    }

    private static let version = 1
    private let directory: String
    private let files: StoreFiles

    /// - Parameter directory: the slot's.
    init(_ directory: String, _ files: StoreFiles) {
        self.directory = directory
        self.files = files
    }

    /// The notes; none where the file is absent, damaged or a newer program's: they only count towards a warning.
    func read() throws(StoreError) -> [StartNote] {
        let path = directory + "/" + RootLayout.starts
        guard let bytes = try files.contents(path, limit: ProtocolLimits.smallFileBytes),
            let contents = try? JSONDecoder().decode(Contents.self, from: Data(bytes)),
            contents.version == Self.version
        else { return [] }
        return contents.starts
    }

    /// Replaces the notes in one step, durable when it returns; the newest are kept where there are too many.
    func write(_ notes: [StartNote]) throws(StoreError) {
        let path = directory + "/" + RootLayout.starts
        if notes.isEmpty {
            try files.runIfThere { (system) throws(FileError) in try system.unlink(path) }
            return
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let contents = Contents(version: Self.version, starts: notes.suffix(ProtocolLimits.startNotes))
        // Plain values of fixed types always encode.
        let data = (try? encoder.encode(contents)) ?? Data()
        let draft = directory + "/." + RootLayout.starts
        try files.runIfThere { (system) throws(FileError) in try system.unlink(draft) }
        try files.create(draft, bytes: [UInt8](data) + [UInt8(ascii: "\n")])
        try files.run { (system) throws(FileError) in
            try system.rename(draft, path)
            try system.synchronizeDirectory(directory)
        }
    }
}
