// Sluice
// SPDX-License-Identifier: Apache-2.0

package import KafkaClient
import Platform

extension EpochStore {
    /// What the root has published of a partition by now, whatever slot published it. Reads the names of all of the
    /// partition's manifests: once per assignment, not per epoch.
    package func coverage(of partition: TopicPartition) throws(StoreError) -> PartitionCoverage {
        try index.refresh(partition)
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
