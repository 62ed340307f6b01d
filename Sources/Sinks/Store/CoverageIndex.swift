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

    /// Whether the manifest is in `_manifests/`.
    func holds(_ manifest: Manifest) throws(StoreError) -> Bool {
        let path = directory(of: manifest.topicPartition) + "/" + ManifestName(manifest).description
        return try files.status(path) != nil
    }

    /// The coverage as last read, with what this process has published since.
    func coverage(_ manifest: Manifest) -> IncarnationCoverage {
        partitions[manifest.topicPartition]?.incarnations[manifest.incarnation] ?? IncarnationCoverage()
    }

    func coverage(of partition: TopicPartition, _ incarnation: Incarnation) -> IncarnationCoverage? {
        partitions[partition]?.incarnations[incarnation]
    }

    /// Reads the partition's directory anew, so that what other slots published counts.
    mutating func refresh(_ partition: TopicPartition) throws(StoreError) -> PartitionCoverage {
        let directory = directory(of: partition)
        var coverage = PartitionCoverage()
        var names: [Incarnation: [ManifestName]] = [:]
        for entry in try files.list(directory) {
            guard let name = ManifestName(text: entry.name) else { continue }
            var life = coverage.incarnations[name.incarnation] ?? IncarnationCoverage()
            life.insert(name)
            coverage.incarnations[name.incarnation] = life
            if !name.isJump { names[name.incarnation, default: []].append(name) }
        }
        for (incarnation, names) in names {
            // Usually the first: an epoch of nothing but control records has none.
            for name in names.sorted(by: { $0.next > $1.next }) {
                guard let record = try files.manifest(directory + "/" + name.description)?.lastRecord else { continue }
                coverage.incarnations[incarnation]?.lastRecord = record
                break
            }
        }
        for life in coverage.incarnations.values where life.ranges.ranges.count > ProtocolLimits.coverageRanges {
            throw StoreError(
                code: .damaged, message: "\(directory): its manifests leave too many holes to be kept in memory")
        }
        partitions[partition] = coverage
        return coverage
    }

    /// The names of the epochs of an incarnation that hold offsets of the range, of all generations; jumps hold none.
    func epochs(
        of partition: TopicPartition, incarnation: Incarnation, meeting range: OffsetRange
    ) throws(StoreError) -> [ManifestName] {
        try files.list(directory(of: partition)).compactMap { ManifestName(text: $0.name) }.filter {
            $0.incarnation == incarnation && !$0.isJump && $0.first < range.next && $0.next > range.first
        }
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
        partitions[manifest.topicPartition, default: PartitionCoverage()].incarnations[manifest.incarnation] = life
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
