// Sluice
// SPDX-License-Identifier: Apache-2.0

package import KafkaClient
import Platform

extension EpochStore {
    /// Rolls up the oldest manifests of a partition where enough lie in files of their own.
    ///
    /// Never fails the publication that it follows: what cannot be done now is tried again after more of them, and
    /// `ledgerFailure` says why.
    func rollUpIfNeeded(_ partition: TopicPartition) {
        let singles = index.singles(of: partition)
        guard singles >= max(ledger.threshold(of: partition), ledgerRetries[partition] ?? 0) else { return }
        let later = singles + max(1, ledger.manifests / 16)
        do throws(StoreError) {
            let count = try rollUp(partition)
            ledgerFailure = nil
            ledgerRetries[partition] = count > 0 ? nil : later
        } catch {
            ledgerFailure = error
            ledgerRetries[partition] = later
        }
    }

    /// Moves the oldest manifests of a partition into one segment of its ledger, but for the newest ones.
    ///
    /// The segment is durable before the first single file goes. A process that dies in between leaves manifests in
    /// both places; whoever rolls up next finds them in the ledger and only removes the files. Several processes at
    /// once do it one after the other, by a lock; where a file system has none they may write a manifest into two
    /// segments, which counts once.
    ///
    /// - Returns: how many single files it has removed.
    @discardableResult
    package func rollUp(_ partition: TopicPartition) throws(StoreError) -> Int {
        let directory = index.manifests(of: partition)
        var batch = try oldest(of: directory)
        if batch.contains(where: { $0.generation.supersedes }) {
            // In the ledger nobody looks any more for what an epoch has superseded.
            try removeSuperseded(of: partition, try index.refresh(partition))
            batch = try oldest(of: directory)
        }
        if batch.isEmpty { return 0 }
        // A tree of its own: what cannot be made durable here must not hold up the next publication.
        var tree = DirectoryTree(root: root.path, files: files)
        let place = try tree.ensure(index.directoryNames(of: partition) + [RootLayout.ledger])
        guard let lock = try lockSlot(place) else { return 0 }
        defer { root.fileSystem.close(lock) }
        try removeDrafts(in: place)
        try root.mark(version: StoreHeader.ledgerVersion, by: "\(groupName).\(slot.number)")
        FaultPoint.reach(.ledgerMarked)

        let known = try index.rolled(batch, of: partition)
        let fresh = try contents(of: batch.filter { !known.contains($0) }, in: directory)
        if !fresh.isEmpty {
            try write(fresh, partition, to: place, &tree)
        } else {
            // A process that died may not have made them durable.
            tree.touch(place)
            try tree.synchronize()
        }
        let gone = batch.filter(known.contains) + fresh.map(\.name)
        for name in gone {
            let path = directory.path + "/" + name.description
            try files.runIfThere { (system) throws(FileError) in try system.unlink(path) }
            FaultPoint.reach(.ledgerManifestUnlinked)
        }
        try files.run { (system) throws(FileError) in try system.synchronizeDirectory(directory.path) }
        index.removeSingles(gone.count, of: partition)
        FaultPoint.reach(.ledgerRolledUp)
        return gone.count
    }

    /// The manifests that roll up now: the oldest lives first, then by offset.
    private func oldest(of directory: ManifestDirectory) throws(StoreError) -> [ManifestName] {
        let names = try directory.singles().names.sorted()
        return Array(names.dropLast(ledger.kept).prefix(ledger.manifests))
    }

    /// The bytes of manifests, up to the limit; without those that are gone or are no line of text.
    private func contents(
        of names: [ManifestName], in directory: ManifestDirectory
    ) throws(StoreError) -> [(name: ManifestName, bytes: [UInt8])] {
        var found: [(name: ManifestName, bytes: [UInt8])] = []
        var total = 0
        let newline = UInt8(ascii: "\n")
        for name in names where total < ledger.bytes {
            let path = directory.path + "/" + name.description
            guard let bytes = try files.contents(path, limit: ProtocolLimits.manifestBytes) else { continue }
            // What is damaged stays as it is, for the audit to find.
            guard bytes.count > 1, bytes.firstIndex(of: newline) == bytes.count - 1 else { continue }
            total += bytes.count
            found.append((name, bytes))
        }
        return found
    }

    private func write(
        _ manifests: [(name: ManifestName, bytes: [UInt8])], _ partition: TopicPartition, to place: String,
        _ tree: inout DirectoryTree
    ) throws(StoreError) {
        let bytes = Dictionary(manifests.map { ($0.name, $0.bytes) }) { first, _ in first }
        let summary = try LedgerSummary(
            topic: partition.topic, partition: partition.partition, manifests.map(\.name)
        ) { (name) throws(StoreError) in
            guard let text = bytes[name] else { return nil }
            do throws(ManifestError) {
                return try files.manifests.decode(text).lastRecord
            } catch {
                throw StoreError(error, at: name.description)
            }
        }
        let segment = LedgerSegment.encoded(manifests, summary)
        let draft = "\(place)/\(ManifestDirectory.draftPrefix)\(slot.number)-\(segment.name)"
        try files.create(draft, bytes: segment.bytes)
        FaultPoint.reach(.ledgerDraftSynchronized)
        try files.run { (system) throws(FileError) in
            try system.rename(draft, place + "/" + segment.name.description)
        }
        FaultPoint.reach(.ledgerSegmentNamed)
        tree.touch(place)
        try tree.synchronize()
        FaultPoint.reach(.ledgerDirectorySynchronized)
    }

    /// Removes what processes that died have begun.
    private func removeDrafts(in place: String) throws(StoreError) {
        for entry in try files.list(place) where entry.name.hasPrefix(ManifestDirectory.draftPrefix) {
            try files.runIfThere { (system) throws(FileError) in try system.unlink(place + "/" + entry.name) }
        }
    }
}
