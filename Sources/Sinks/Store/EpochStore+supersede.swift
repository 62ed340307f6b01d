// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform

extension EpochStore {
    /// Removes published epochs whose offsets have all been read again by epochs that take their place.
    ///
    /// The data files go before the manifest: a process that dies in between leaves a manifest that still says what to
    /// remove, and coverage that later epochs have anyway.
    func removeSuperseded(by manifest: Manifest) throws(StoreError) {
        let range = OffsetRange(first: manifest.first, next: manifest.next)
        try removeSuperseded(of: manifest.topicPartition, manifest.incarnation, meeting: range)
    }

    /// Does what a process that died has left to do.
    func removeSuperseded(of partition: TopicPartition, _ coverage: PartitionCoverage) throws(StoreError) {
        for (incarnation, life) in coverage.incarnations where life.newest.supersedes {
            for range in life.superseding(.first).ranges {
                try removeSuperseded(of: partition, incarnation, meeting: range)
            }
        }
    }

    private func removeSuperseded(
        of partition: TopicPartition, _ incarnation: Incarnation, meeting range: OffsetRange
    ) throws(StoreError) {
        guard let life = index.coverage(of: partition, incarnation) else { return }
        let directory = index.directory(of: partition)
        for name in try index.epochs(of: partition, incarnation: incarnation, meeting: range)
        where life.superseding(name.generation).covers(name.range) {
            let path = directory + "/" + name.description
            guard let manifest = try files.manifest(path) else { continue }
            for file in manifest.files { try unlink(file) }
            try tree.synchronize()
            try files.runIfThere { (system) throws(FileError) in
                try system.unlink(path)
                try system.synchronizeDirectory(directory)
            }
            FaultPoint.reach(.supersededManifestUnlinked)
        }
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
