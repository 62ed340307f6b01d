// Sluice
// SPDX-License-Identifier: Apache-2.0

import Sinks

/// What lies on a drained disk, read without the code that wrote it: names and bytes.
struct SimulationFindings {
    /// How many published epochs hold each record.
    private(set) var copies: [Int32: Int] = [:]
    /// Records of epochs that wait for a decision.
    private(set) var undecided: Set<Int32> = []
    /// Counted gaps of published epochs and jumps, by partition.
    private(set) var gaps: [Int: [OffsetRange]] = [:]
    /// Records of sealed epochs that wait for their publication.
    private(set) var pending: Set<Int32> = []
    private(set) var undecidedEpochs = 0
    private(set) var rolledEpochs = 0
    private(set) var problems: [String] = []

    init(of disk: MemoryDisk, manifests: [EpochID: Manifest]) {
        let contents = disk.contents()
        for path in contents.keys {
            let parts = path.split(separator: "/")
            guard parts.count >= 4, let name = parts.last else { continue }
            if parts[1] == RootLayout.manifests, let published = ManifestName(text: name) {
                guard let manifest = manifests[published.id] else {
                    problems.append("a published manifest that nobody sealed")
                    continue
                }
                add(published: manifest, contents)
            } else if parts[1] == RootLayout.pending, name == EpochDirectory.manifest,
                let id = EpochID(text: parts[parts.count - 2])
            {
                pending.formUnion(records(of: manifests[id], path.dropLast(name.count + 1), contents))
            } else if parts[1] == RootLayout.aside, parts.count == 5, let id = EpochID(text: name) {
                if parts[3] == RootLayout.rolled { rolledEpochs += 1 }
                if parts[3] == RootLayout.undecided {
                    undecidedEpochs += 1
                    undecided.formUnion(records(of: manifests[id], path, contents))
                }
            }
        }
    }

    private mutating func add(published manifest: Manifest, _ contents: [String: [UInt8]?]) {
        for file in manifest.files {
            guard let bytes = contents[SimulatedWorld.rootPath + "/" + file.path] ?? nil,
                bytes.count == Int(file.bytes)
            else {
                problems.append("a file of a published epoch is not there: [\(manifest.first), \(manifest.next))")
                continue
            }
            for record in Self.records(bytes) { copies[record, default: 0] += 1 }
        }
        let partition = Int(manifest.partition)
        for gap in manifest.gaps where gap.reason != .published { gaps[partition, default: []].append(gap.range) }
    }

    private func records(
        of manifest: Manifest?, _ directory: some StringProtocol, _ contents: [String: [UInt8]?]
    ) -> [Int32] {
        (manifest?.files ?? []).flatMap { file in
            (contents["\(directory)/\(file.name)"] ?? nil).map(Self.records) ?? []
        }
    }

    /// A record's line in a data file.
    static func line(_ record: Int32) -> [UInt8] {
        [0, 6, 12].map { 0x30 + UInt8(record >> $0 & 63) } + [UInt8(ascii: "\n")]
    }

    private static func records(_ bytes: [UInt8]) -> [Int32] {
        bytes.split(separator: UInt8(ascii: "\n")).map { line in
            line.reversed().reduce(0) { $0 << 6 | Int32(($1 &- 0x30) & 63) }
        }
    }
}
