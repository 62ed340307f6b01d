// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform

/// What a root has published for one group, per topic-partition: merged ranges and the newest records, from the names
/// in `_manifests/`.
struct CoverageIndex {
    private let files: StoreFiles
    private let root: ArchiveRoot
    private let groupName: String
    private var partitions: [TopicPartition: PartitionCoverage] = [:]
    private var singleCounts: [TopicPartition: Int] = [:]
    /// The segment whose index was read last.
    private var lastSegment: (segment: LedgerSegment, entries: [LedgerEntry])?
    /// What the segments cover that have been read.
    private var segments: [TopicPartition: [LedgerName: LedgerSummary]] = [:]

    init(root: ArchiveRoot, groupName: String) {
        self.root = root
        self.groupName = groupName
        files = root.files
    }

    /// The directory of a partition's published manifests, as names below the root.
    func directoryNames(of partition: TopicPartition) -> [String] {
        [RootLayout.manifests, groupName, partition.topic, String(partition.partition)]
    }

    func directory(of partition: TopicPartition) -> String {
        root.path + "/" + directoryNames(of: partition).joined(separator: "/")
    }

    /// The partition's published manifests.
    func manifests(of partition: TopicPartition) -> ManifestDirectory {
        ManifestDirectory(path: directory(of: partition), files: files)
    }

    /// Whether the manifest is in `_manifests/`, by itself or in the partition's ledger.
    mutating func holds(_ manifest: Manifest) throws(StoreError) -> Bool {
        let name = ManifestName(manifest)
        let directory = manifests(of: manifest.topicPartition)
        if try files.status(directory.path + "/" + name.description) != nil { return true }
        for segment in try directory.segments().names where segment.spans(name) {
            guard mayHold(segment, name.incarnation, of: manifest.topicPartition) else { continue }
            if try self.segment(segment, in: directory).1.contains(where: { $0.name == name }) { return true }
        }
        return false
    }

    /// The coverage as last read, with what this process has published since.
    func coverage(_ manifest: Manifest) -> IncarnationCoverage {
        partitions[manifest.topicPartition]?.incarnations[manifest.incarnation] ?? IncarnationCoverage()
    }

    func coverage(of partition: TopicPartition, _ incarnation: Incarnation) -> IncarnationCoverage? {
        partitions[partition]?.incarnations[incarnation]
    }

    /// Reads the partition's directory anew, so that what other slots published counts: names of single manifests, and
    /// of the ledger's segments only what they cover, each once.
    ///
    /// - Throws: `damaged` or `newerVersion` where a segment cannot be read: its offsets must not be archived again.
    mutating func refresh(_ partition: TopicPartition) throws(StoreError) -> PartitionCoverage {
        for _ in 0..<ProtocolLimits.listings {
            if let coverage = try read(partition) { return coverage }
        }
        throw StoreError(
            code: .busy, message: "\(directory(of: partition)): other processes are changing it; try again")
    }

    /// The coverage of a partition; nil where a manifest has gone since it was listed.
    private mutating func read(_ partition: TopicPartition) throws(StoreError) -> PartitionCoverage? {
        let directory = manifests(of: partition)
        let singles = try directory.singles().names
        let summaries = try summaries(of: partition)
        var coverage = PartitionCoverage()
        for name in singles { coverage.incarnations[name.incarnation, default: IncarnationCoverage()].insert(name) }
        var lasts: [Incarnation: LedgerSummary.Last] = [:]
        for summary in summaries {
            summary.add(to: &coverage)
            for life in summary.lives {
                guard let last = life.last, last.next >= lasts[life.incarnation]?.next ?? 0 else { continue }
                lasts[life.incarnation] = last
            }
        }
        for (incarnation, last) in lasts { coverage.incarnations[incarnation]?.lastRecord = last.record }
        for (incarnation, names) in Dictionary(grouping: singles.filter { !$0.isJump }, by: \.incarnation) {
            // Usually the first: an epoch of nothing but control records has none.
            for name in names.sorted(by: { $0.next > $1.next }) where name.next > lasts[incarnation]?.next ?? 0 {
                guard let manifest = try files.manifest(directory.path + "/" + name.description) else { return nil }
                guard let record = manifest.lastRecord else { continue }
                coverage.incarnations[incarnation]?.lastRecord = record
                break
            }
        }
        for life in coverage.incarnations.values where life.ranges.ranges.count > ProtocolLimits.coverageRanges {
            throw StoreError(
                code: .damaged, message: "\(directory.path): its manifests leave too many holes to be kept in memory")
        }
        partitions[partition] = coverage
        singleCounts[partition] = singles.count
        return coverage
    }

    /// What the segments of a partition's ledger cover; each is read once.
    private mutating func summaries(of partition: TopicPartition) throws(StoreError) -> [LedgerSummary] {
        let directory = manifests(of: partition)
        let known = segments[partition] ?? [:]
        var found: [LedgerName: LedgerSummary] = [:]
        for name in try directory.segments().names {
            if let summary = known[name] {
                found[name] = summary
                continue
            }
            let segment = try LedgerSegment(name, in: directory.ledger, files)
            let summary = try segment.summary()
            guard summary.topic == partition.topic, summary.partition == partition.partition else {
                throw StoreError(
                    code: .damaged, message: "\(segment.path): the ledger of another partition; put it where it belongs"
                )
            }
            found[name] = summary
        }
        segments[partition] = found
        return Array(found.values)
    }

    /// Manifests of a partition in files of their own, as last read, with those that this process has published since.
    func singles(of partition: TopicPartition) -> Int { singleCounts[partition] ?? 0 }

    mutating func removeSingles(_ count: Int, of partition: TopicPartition) {
        singleCounts[partition, default: count] -= count
    }

    /// The names of the epochs of an incarnation that hold offsets of the range, of all generations; jumps hold none.
    mutating func epochs(
        of partition: TopicPartition, incarnation: Incarnation, meeting range: OffsetRange
    ) throws(StoreError) -> [ManifestName] {
        let singles = try singleEpochs(of: partition, incarnation: incarnation, meeting: range)
        let rolled = try rolledEpochs(of: partition, incarnation: incarnation, meeting: range).map(\.name)
        return Array(Set(singles + rolled)).sorted()
    }

    /// The same of manifests in files of their own.
    func singleEpochs(
        of partition: TopicPartition, incarnation: Incarnation, meeting range: OffsetRange
    ) throws(StoreError) -> [ManifestName] {
        try manifests(of: partition).singles().names.filter { $0.holds(offsetsOf: range, of: incarnation) }
    }

    /// The same of manifests in the partition's ledger, with the segments that have them.
    mutating func rolledEpochs(
        of partition: TopicPartition, incarnation: Incarnation, meeting range: OffsetRange
    ) throws(StoreError) -> [(name: ManifestName, segment: LedgerSegment, entry: LedgerEntry)] {
        let directory = manifests(of: partition)
        var found: [(name: ManifestName, segment: LedgerSegment, entry: LedgerEntry)] = []
        for name in try directory.segments().names where name.first < range.next && name.next > range.first {
            guard mayHold(name, incarnation, of: partition) else { continue }
            let (segment, entries) = try segment(name, in: directory)
            for entry in entries where entry.name.holds(offsetsOf: range, of: incarnation) {
                found.append((entry.name, segment, entry))
            }
        }
        return found
    }

    /// Those of the manifests that a segment of the partition's ledger has.
    mutating func rolled(
        _ names: [ManifestName], of partition: TopicPartition
    ) throws(StoreError) -> Set<ManifestName> {
        let directory = manifests(of: partition)
        var known: Set<ManifestName> = []
        for segment in try directory.segments().names {
            let candidates = names.filter { segment.spans($0) && mayHold(segment, $0.incarnation, of: partition) }
            if candidates.isEmpty { continue }
            let entries = Set(try self.segment(segment, in: directory).1.map(\.name))
            known.formUnion(candidates.filter(entries.contains))
        }
        return known
    }

    /// Whether a segment may have manifests of an incarnation; its summary tells, where it has been read.
    private func mayHold(_ name: LedgerName, _ incarnation: Incarnation, of partition: TopicPartition) -> Bool {
        guard let summary = segments[partition]?[name] else { return true }
        return summary.lives.contains { $0.incarnation == incarnation }
    }

    /// A segment with its index: who asks for one epoch asks for its neighbour next.
    private mutating func segment(
        _ name: LedgerName, in directory: ManifestDirectory
    ) throws(StoreError) -> (LedgerSegment, [LedgerEntry]) {
        if let lastSegment, lastSegment.segment.name == name, lastSegment.segment.path.hasPrefix(directory.path) {
            return lastSegment
        }
        let segment = try LedgerSegment(name, in: directory.ledger, files)
        let found = (segment, try segment.entries())
        lastSegment = found
        return found
    }

    /// Adds a manifest that has just been published; reads the partition's directory where it was not read before.
    mutating func insert(_ manifest: Manifest) throws(StoreError) {
        guard partitions[manifest.topicPartition] != nil else {
            _ = try refresh(manifest.topicPartition)
            return
        }
        var life = coverage(manifest)
        if !manifest.isJump, manifest.next >= life.ranges.ranges.last?.next ?? 0, let record = manifest.lastRecord {
            life.lastRecord = record
        }
        life.insert(ManifestName(manifest))
        singleCounts[manifest.topicPartition, default: 0] += 1
        partitions[manifest.topicPartition, default: PartitionCoverage()].incarnations[manifest.incarnation] = life
    }
}

extension ManifestName {
    fileprivate func holds(offsetsOf range: OffsetRange, of incarnation: Incarnation) -> Bool {
        self.incarnation == incarnation && !isJump && first < range.next && next > range.first
    }
}

extension IncarnationCoverage {
    mutating func insert(_ name: ManifestName) {
        insert(name.range, isJump: name.isJump, generation: name.generation)
    }
}

extension StoreFiles {
    /// The manifest in a file; nil where there is none. A damaged or newer one throws.
    func manifest(_ path: String) throws(StoreError) -> Manifest? {
        guard let bytes = try contents(path, limit: ProtocolLimits.manifestBytes) else { return nil }
        do throws(ManifestError) {
            return try manifests.decode(bytes)
        } catch {
            throw StoreError(error, at: path)
        }
    }
}
