// Sluice
// SPDX-License-Identifier: Apache-2.0

import Sinks
import SluiceTesting

/// Reads a root with nothing but its files and says what is in it.
struct DiskJudge {
    private let files: [String: [UInt8]?]
    private let root: String

    init(_ disk: MemoryDisk, root: String = TestProcess.rootPath) {
        files = disk.contents()
        self.root = root + "/"
    }

    private var paths: [String] { files.keys.filter { $0.hasPrefix(root) }.map { String($0.dropFirst(root.count)) } }

    /// Published manifests by name, those in ledgers first; each once.
    var manifests: [Manifest] {
        get throws {
            var seen: Set<EpochID> = []
            let found = try rolled + singles
            return found.filter { seen.insert($0.id).inserted }
        }
    }

    /// Those in files of their own.
    var singles: [Manifest] {
        get throws {
            try paths.filter { $0.hasPrefix("_manifests/") && $0.hasSuffix(".json") }.sorted().map { path in
                let bytes = files[root + path] ?? nil
                return try Manifest.decoded(bytes ?? [])
            }
        }
    }

    /// Those in ledgers, read without an index: lines that are manifests.
    var rolled: [Manifest] {
        get throws {
            let segments = paths.filter { $0.hasPrefix("_manifests/") && $0.hasSuffix(".ndjson") }
            return try segments.filter { !$0.contains("/.draft-") }.sorted().flatMap { path in
                let lines = ((files[root + path] ?? nil) ?? []).split(separator: UInt8(ascii: "\n"))
                // The index, the summary and the trailer.
                return try lines.dropLast(3).map { try Manifest.decoded(Array($0) + [UInt8(ascii: "\n")]) }
            }
        }
    }

    /// Every offset in the final files that published manifests list, ascending, doubles included.
    var offsets: [Int64] {
        get throws {
            try manifests.flatMap(\.files).flatMap { file in
                String(decoding: (files[root + file.path] ?? nil) ?? [], as: UTF8.self).split(separator: "\n")
                    .compactMap { Int64($0) }
            }.sorted()
        }
    }

    /// Final files that no published manifest lists.
    var strays: [String] {
        get throws {
            let listed = Set(try manifests.flatMap(\.files).map(\.path))
            return paths.filter { path in
                !path.hasPrefix("_") && path != "store.json" && !listed.contains(path)
                    && files[root + path].flatMap { $0 } != nil
            }
        }
    }

    /// Whatever is left of epochs in pending and aside, and drafts anywhere.
    var garbage: [String] {
        paths.filter { path in
            let names = path.split(separator: "/")
            let isDraft = names.last?.hasPrefix(".") == true && names.last != ".lock" && names.last != ".tenure"
            return isDraft
                || ((names.first == "_pending" || names.first == "_aside") && names.count > 3
                    && !["lock", "tenure", ".tenure"].contains(names.last))
        }
    }
}
