// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The published manifests of one partition's directory as they were at one moment, each once.
struct ManifestListing {
    /// One manifest, in few bytes: a partition may have a million.
    struct Item: Comparable {
        let name: ManifestName
        /// Index of its segment; negative where it has a file of its own.
        fileprivate let segment: Int32
        fileprivate let length: Int32
        fileprivate let offset: Int64

        var isInLedger: Bool { segment >= 0 }

        static func < (left: Self, right: Self) -> Bool { left.name < right.name }
        static func == (left: Self, right: Self) -> Bool { left.name == right.name }
    }

    /// By incarnation, then by offset.
    private(set) var items: [Item] = []
    /// Paths of what is neither a manifest nor a segment of the ledger.
    private(set) var others: [String] = []
    /// Segments that cannot be read, with the reason.
    private(set) var damaged: [(path: String, error: StoreError)] = []
    private let directory: ManifestDirectory
    private var segments: [LedgerSegment] = []

    /// Lists a directory.
    ///
    /// - Throws: what keeps it from being listed; a segment that cannot be read is `damaged`.
    init(_ directory: ManifestDirectory) throws(StoreError) {
        self.directory = directory
        let singles = try directory.singles()
        items = singles.names.map { Item(name: $0, segment: -1, length: 0, offset: 0) }
        others = singles.others.map { directory.path + "/" + $0 }
        let ledger: (names: [LedgerName], others: [String])
        do throws(StoreError) {
            ledger = try directory.segments()
        } catch  where error.code == .escape {
            damaged.append((directory.ledger, error))
            ledger = ([], [])
        }
        others += ledger.others.map { directory.ledger + "/" + $0 }
        for name in ledger.names {
            do throws(StoreError) {
                let segment = try LedgerSegment(name, in: directory.ledger, directory.files)
                let number = Int32(segments.count)
                for entry in try segment.entries() {
                    items.append(
                        Item(name: entry.name, segment: number, length: Int32(entry.length), offset: entry.offset))
                }
                segments.append(segment)
            } catch  where error.code == .damaged || error.code == .newerVersion {
                damaged.append(("\(directory.ledger)/\(name)", error))
            }
        }
        items.sort { ($0.name, $0.segment) < ($1.name, $1.segment) }
        removeDoubles()
    }

    /// Leaves out epochs of which later ones have taken the place. In files of their own they are about to go, in the
    /// ledger they stay; their data files are gone.
    mutating func removeSuperseded() {
        guard items.contains(where: { $0.name.generation.supersedes }) else { return }
        var lives: [Incarnation: IncarnationCoverage] = [:]
        for item in items { lives[item.name.incarnation, default: IncarnationCoverage()].insert(item.name) }
        let superseding = lives.mapValues(\.retaken)
        items.removeAll { item in
            let later = superseding[item.name.incarnation]?[item.name.generation] ?? OffsetRanges()
            return !item.name.isJump && later.covers(item.name.range)
        }
    }

    /// Leaves of each manifest the file of its own, where there is one.
    private mutating func removeDoubles() {
        var kept = 0
        for index in items.indices where index == 0 || items[index].name != items[kept - 1].name {
            items[kept] = items[index]
            kept += 1
        }
        items.removeSubrange(kept...)
    }

    /// What messages call the place of a manifest.
    func place(of item: Item) -> String {
        item.segment < 0
            ? "\(directory.path)/\(item.name)" : "\(segments[Int(item.segment)].path): \(item.name)"
    }

    /// Reads a manifest; nil where it is no longer published. One that rolled up since the listing is found.
    func manifest(_ item: Item) throws(StoreError) -> Manifest? {
        if item.segment < 0 { return try directory.manifest(item.name) }
        let entry = LedgerEntry(name: item.name, offset: item.offset, length: Int(item.length))
        return try segments[Int(item.segment)].manifest(entry)
    }

    /// Reads all segments from end to end.
    func damageOfSegments() -> [(path: String, error: StoreError)] {
        segments.compactMap { segment in
            do throws(StoreError) {
                try segment.check()
                return nil
            } catch {
                return (segment.path, error)
            }
        }
    }
}
