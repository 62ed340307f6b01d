// Sluice
// SPDX-License-Identifier: Apache-2.0

package import KafkaClient
import Platform

/// Epochs in `_aside/`: rolled back, or undecided. Either kind goes when published epochs have all of its records: what
/// was rolled back has been read again then, and whether an undecided one was committed no longer matters.
extension EpochStore {
    /// Epochs of the partition that wait aside, undecided.
    package func undecided(of partition: TopicPartition) throws(StoreError) -> [SealedEpoch] {
        try epochs(in: RootLayout.undecided).filter { $0.manifest.topicPartition == partition }
    }

    /// Finds the group's epochs that are aside, and removes those that published epochs cover.
    func loadAside() throws(StoreError) {
        for kind in [RootLayout.rolled, RootLayout.undecided] {
            for (_, directory) in try epochDirectories(in: path(RootLayout.aside, kind)) {
                // The manifest goes first: where it is missing a process died while it removed a covered epoch.
                if try files.status(directory + "/" + EpochDirectory.manifest) != nil { continue }
                try files.removeDirectory(directory, first: EpochDirectory.manifest)
            }
        }
        rolledBack = try epochs(in: RootLayout.rolled)
        undecided = try epochs(in: RootLayout.undecided)
        for partition in Set((rolledBack + undecided).map(\.manifest.topicPartition)) {
            _ = try index.refresh(partition)
            try removeCovered(partition)
        }
    }

    /// Removes epochs aside that the manifest's epoch was the last to cover.
    func removeCovered(by manifest: Manifest) throws(StoreError) {
        if !rolledBack.isEmpty || !undecided.isEmpty { try removeCovered(manifest.topicPartition) }
    }

    private func removeCovered(_ partition: TopicPartition) throws(StoreError) {
        for epoch in rolledBack where epoch.manifest.topicPartition == partition {
            guard index.coverage(epoch.manifest).ranges.covers(epoch.manifest.offsets) else { continue }
            try files.removeDirectory(epoch.directory, first: EpochDirectory.manifest)
            rolledBack.removeAll { $0 == epoch }
        }
        for epoch in undecided where epoch.manifest.topicPartition == partition {
            // Only its own generation: each one of them has every offset that was read in it.
            let part = index.coverage(epoch.manifest).generations[epoch.manifest.generation]
            guard part?.ranges.covers(epoch.manifest.offsets) == true else { continue }
            try files.removeDirectory(epoch.directory, first: EpochDirectory.manifest)
            undecided.removeAll { $0 == epoch }
        }
    }

    private func epochs(in kind: String) throws(StoreError) -> [SealedEpoch] {
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

extension Manifest {
    /// The offsets of its records and gaps, without control records behind them.
    fileprivate var offsets: OffsetRange { OffsetRange(first: first, next: last + 1) }
}
