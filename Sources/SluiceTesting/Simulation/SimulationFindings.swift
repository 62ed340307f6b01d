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
        var places: [[Substring]] = []
        for top in [RootLayout.manifests, RootLayout.pending, RootLayout.aside] {
            // The bytes are read afterwards: nobody may look at the disk meanwhile.
            root.disk.forEach(below: "\(root.path)/\(top)") { names in
                if names.count >= 2 { places.append([top[...]] + names) }
            }
        }
        for names in places { add(names, root, manifests) }
    }

    /// - Parameter names: of something below one of the root's directories, from that one on; three at least.
    private mutating func add(_ names: [Substring], _ root: SimulatedRoot, _ manifests: [EpochID: Manifest]) {
        let name = names[names.count - 1]
        if names[0] == RootLayout.manifests {
            guard let published = ManifestName(text: name) else { return }
            guard let manifest = manifests[published.id] else {
                problems.append("a published manifest that nobody sealed")
                return
            }
            add(published: manifest, root)
        } else if names[0] == RootLayout.pending {
            guard name == EpochDirectory.manifest, let id = EpochID(text: names[names.count - 2]) else { return }
            pending.append((id, root.number, records(of: manifests[id], in: names.dropLast(), root)))
        } else if names.count == 4, let id = EpochID(text: name) {
            if names[2] == RootLayout.rolled { rolled.append(id) }
            if names[2] == RootLayout.undecided {
                undecidedIDs.append(id)
                undecided.formUnion(records(of: manifests[id], in: names[...], root))
            }
        }
    }

    private mutating func add(published manifest: Manifest, _ root: SimulatedRoot) {
        for file in manifest.files {
            guard let bytes = root.disk.bytes(at: root.path + "/" + file.path), bytes.count == Int(file.bytes) else {
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
        of manifest: Manifest?, in directory: ArraySlice<Substring>, _ root: SimulatedRoot
    ) -> [Int32] {
        guard let manifest, !manifest.files.isEmpty else { return [] }
        let path = root.path + "/" + directory.joined(separator: "/") + "/"
        return manifest.files.flatMap { root.disk.bytes(at: path + $0.name).map(Self.records) ?? [] }
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
