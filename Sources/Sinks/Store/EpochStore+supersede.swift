// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform

extension EpochStore {
    /// Removes published epochs whose offsets have all been read again by epochs that take their place.
    ///
    /// The data files go before the manifest: a process that dies in between leaves a manifest that still says what to
    /// remove, and coverage that later epochs have anyway. A manifest in the ledger stays there and counts for nothing.
    func removeSuperseded(by manifest: Manifest) throws(StoreError) {
        let range = OffsetRange(first: manifest.first, next: manifest.next)
        let (partition, incarnation) = (manifest.topicPartition, manifest.incarnation)
        let singles = try index.singleEpochs(of: partition, incarnation: incarnation, meeting: range)
        try removeSingles(singles, of: partition, incarnation)
        try removeRolled(of: partition, incarnation, meeting: OffsetRanges([range]))
    }

    /// Does what a process that died has left to do. An epoch rolls up after what it supersedes is removed, so only
    /// those in files of their own can have left something of epochs in the ledger.
    func removeSuperseded(of partition: TopicPartition, _ coverage: PartitionCoverage) throws(StoreError) {
        for (incarnation, life) in coverage.incarnations where life.newest.supersedes {
            for range in life.superseding(.first).ranges {
                let names = try index.singleEpochs(of: partition, incarnation: incarnation, meeting: range)
                try removeSingles(names, of: partition, incarnation)
                let later = OffsetRanges(names.filter(\.generation.supersedes).map(\.range))
                try removeRolled(of: partition, incarnation, meeting: later)
            }
        }
    }

    private func removeSingles(
        _ names: [ManifestName], of partition: TopicPartition, _ incarnation: Incarnation
    ) throws(StoreError) {
        guard let life = index.coverage(of: partition, incarnation) else { return }
        let directory = index.directory(of: partition)
        for name in names where life.superseding(name.generation).covers(name.range) {
            let path = directory + "/" + name.description
            guard let manifest = try files.manifest(path) else { continue }
            for file in manifest.files { try unlink(file) }
            try tree.synchronize()
            try files.runIfThere { (system) throws(FileError) in
                try system.unlink(path)
                try system.synchronizeDirectory(directory)
            }
            index.removeSingles(1, of: partition)
            FaultPoint.reach(.supersededManifestUnlinked)
        }
    }

    private func removeRolled(
        of partition: TopicPartition, _ incarnation: Incarnation, meeting ranges: OffsetRanges
    ) throws(StoreError) {
        guard let first = ranges.ranges.first, let last = ranges.ranges.last,
            let life = index.coverage(of: partition, incarnation)
        else { return }
        let hull = OffsetRange(first: first.first, next: last.next)
        for (name, segment, entry) in try index.rolledEpochs(of: partition, incarnation: incarnation, meeting: hull)
        where ranges.meets(name.range) && life.superseding(name.generation).covers(name.range) {
            for file in try segment.manifest(entry).files { try unlink(file) }
        }
        try tree.synchronize()
    }

    /// Removes a published data file, never through a symbolic link.
    private func unlink(_ file: FileEntry) throws(StoreError) {
        guard let confined = ConfinedPath(file.path) else { return }
        var parent = root.path
        for name in confined.names.dropLast() {
            parent += "/" + name
            guard try files.status(parent)?.kind == .directory else { return }
        }
        let target = root.path(file.path)
        guard try files.status(target)?.kind == .file else { return }
        try files.runIfThere { (system) throws(FileError) in try system.unlink(target) }
        FaultPoint.reach(.supersededFileUnlinked)
        tree.touch(parent)
    }
}
