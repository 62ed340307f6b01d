// Sluice
// SPDX-License-Identifier: Apache-2.0

import Sinks

/// What lies on the disks, read without the code that wrote it: names and bytes.
struct SimulationFindings {
    /// The published epochs that hold each record.
    private(set) var holders: [Int32: [EpochID]] = [:]
    /// Records of epochs that wait for a decision.
    private(set) var undecided: Set<Int32> = []
    /// Counted gaps of published epochs and jumps, by partition.
    private(set) var gaps: [Int: [OffsetRange]] = [:]
    /// Sealed epochs that wait for their publication, with their root and their records.
    private(set) var pending: [(id: EpochID, root: Int, records: [Int32])] = []
    private(set) var undecidedIDs: [EpochID] = []
    private(set) var rolled: [EpochID] = []
    private(set) var problems: [String] = []

    /// Records of sealed epochs that wait for their publication.
    var pendingRecords: Set<Int32> { Set(pending.lazy.flatMap(\.records)) }

    init(of roots: [SimulatedRoot], manifests: [EpochID: Manifest]) {
        for root in roots { add(root, manifests) }
    }

    private mutating func add(_ root: SimulatedRoot, _ manifests: [EpochID: Manifest]) {
        let contents = root.disk.contents()
        for path in contents.keys {
            let parts = path.split(separator: "/")
            guard parts.count >= 4, let name = parts.last else { continue }
            if parts[1] == RootLayout.manifests, let published = ManifestName(text: name) {
                guard let manifest = manifests[published.id] else {
                    problems.append("a published manifest that nobody sealed")
                    continue
                }
                add(published: manifest, root.path, contents)
            } else if parts[1] == RootLayout.pending, name == EpochDirectory.manifest,
                let id = EpochID(text: parts[parts.count - 2])
            {
                pending.append((id, root.number, records(of: manifests[id], path.dropLast(name.count + 1), contents)))
            } else if parts[1] == RootLayout.aside, parts.count == 5, let id = EpochID(text: name) {
                if parts[3] == RootLayout.rolled { rolled.append(id) }
                if parts[3] == RootLayout.undecided {
                    undecidedIDs.append(id)
                    undecided.formUnion(records(of: manifests[id], path, contents))
                }
            }
        }
    }

    private mutating func add(published manifest: Manifest, _ root: String, _ contents: [String: [UInt8]?]) {
        for file in manifest.files {
            guard let bytes = contents[root + "/" + file.path] ?? nil, bytes.count == Int(file.bytes) else {
                problems.append("a file of a published epoch is not there: [\(manifest.first), \(manifest.next))")
                continue
            }
            for record in Self.records(bytes) { holders[record, default: []].append(manifest.id) }
        }
        addGaps(of: manifest)
    }

    private mutating func addGaps(of manifest: Manifest) {
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

    /// Counts committed epochs as published that wait in roots which are out of reach.
    mutating func addElsewhere(_ roots: Set<Int>, committed: Set<EpochID>, manifests: [EpochID: Manifest]) {
        for epoch in pending where roots.contains(epoch.root) && committed.contains(epoch.id) {
            if let manifest = manifests[epoch.id] { addGaps(of: manifest) }
            // A process may have died between its manifest's link and the end of its pending names.
            for record in epoch.records where holders[record]?.contains(epoch.id) != true {
                holders[record, default: []].append(epoch.id)
            }
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
