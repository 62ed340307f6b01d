// Sluice
// SPDX-License-Identifier: Apache-2.0

package import KafkaClient
import Platform

extension EpochStore {
    /// What the root has published of a partition by now, whatever slot published it. Reads the names of all of the
    /// partition's manifests: once per assignment, not per epoch. Removes superseded epochs that a process which died
    /// has left.
    package func coverage(of partition: TopicPartition) throws(StoreError) -> PartitionCoverage {
        let coverage = try index.refresh(partition)
        try removeSuperseded(of: partition, coverage)
        return coverage
    }

    /// The published epoch that holds the position, the one of the newest generation where several do; nil where the
    /// position is nil, or none does. Reads names of manifests, and none where the position is beyond all of them.
    package func epoch(
        holding position: Int64?, committed: CommittedPosition?, of partition: TopicPartition
    ) throws(StoreError) -> OffsetRange? {
        let coverage = try index.refresh(partition)
        guard let position, position < Int64.max, let incarnation = committed?.proof?.incarnation ?? coverage.newest,
            coverage.incarnations[incarnation]?.ranges.range(holding: position) != nil
        else { return nil }
        let range = OffsetRange(first: position, next: position + 1)
        let epochs = try index.epochs(of: partition, incarnation: incarnation, meeting: range)
        return epochs.max { $0.generation < $1.generation }?.range
    }

    /// Epochs of the partition that wait aside, undecided.
    package func undecided(of partition: TopicPartition) throws(StoreError) -> [SealedEpoch] {
        try asideEpochs(RootLayout.undecided).filter { $0.manifest.topicPartition == partition }
    }

    /// Finds the rolled-back epochs of the group, and removes those that published epochs cover.
    func loadRolledBack() throws(StoreError) {
        let parent = path(RootLayout.aside, RootLayout.rolled)
        for (_, directory) in try epochDirectories(in: parent) {
            // The manifest goes first: where it is missing a process died while it removed a covered epoch.
            if try files.status(directory + "/" + EpochDirectory.manifest) != nil { continue }
            try files.removeDirectory(directory, first: EpochDirectory.manifest)
        }
        rolledBack = try asideEpochs(RootLayout.rolled)
        for partition in Set(rolledBack.map(\.manifest.topicPartition)) {
            _ = try index.refresh(partition)
            try removeCovered(partition)
        }
    }

    /// Writes what `_complete` files still lack because another process was writing them.
    package func flushComplete() throws(StoreError) {
        try complete.flush(outputs, &tree)
    }

    /// Removes rolled-back epochs once published epochs cover all of their offsets.
    func removeCovered(by manifest: Manifest) throws(StoreError) {
        if !rolledBack.isEmpty { try removeCovered(manifest.topicPartition) }
    }

    private func removeCovered(_ partition: TopicPartition) throws(StoreError) {
        for epoch in rolledBack where epoch.manifest.topicPartition == partition {
            let range = OffsetRange(first: epoch.manifest.first, next: epoch.manifest.last + 1)
            guard index.coverage(epoch.manifest).ranges.covers(range) else { continue }
            try files.removeDirectory(epoch.directory, first: EpochDirectory.manifest)
            rolledBack.removeAll { $0 == epoch }
        }
    }

    private func asideEpochs(_ kind: String) throws(StoreError) -> [SealedEpoch] {
        var epochs: [SealedEpoch] = []
        let parent = path(RootLayout.aside, kind)
        for entry in try files.list(parent) where entry.kind == .directory {
            let directory = parent + "/" + entry.name
            do throws(StoreError) {
                guard let manifest = try files.manifest(directory + "/" + EpochDirectory.manifest) else { continue }
                epochs.append(SealedEpoch(manifest: manifest, directory: directory, place: .own))
            } catch  where error.code == .damaged || error.code == .inconsistent {
                // What cannot be read stays aside; audit names it.
                continue
            }
        }
        return epochs
    }
}
