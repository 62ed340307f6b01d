// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform

/// Settling by hand: lists the epochs of a root that wait for a decision, and carries out an operator's.
///
/// Looking changes nothing. A decision is made of the same steps as settling by a process, so that one which dies
/// between any two of them is made good by giving the same decision again.
package struct OperatorSettling {
    private let root: ArchiveRoot
    private var files: StoreFiles { root.files }

    package init(_ root: ArchiveRoot) {
        self.root = root
    }

    /// Undecided epochs of all groups, then sealed ones in slots, by group and id.
    package func list() throws(StoreError) -> [UnsettledEpoch] {
        var epochs: [UnsettledEpoch] = []
        for group in try directories(root.path(RootLayout.aside)) {
            let parent = root.path(RootLayout.aside, group, RootLayout.undecided)
            epochs += try list(parent, group, .aside)
        }
        for group in try directories(root.path(RootLayout.pending)) {
            for slot in try directories(root.path(RootLayout.pending, group)) {
                let parent = root.path(RootLayout.pending, group, slot)
                let sealed = try list(parent, group, .slot(slot, isHeld: try isHeld(parent)))
                // One without a manifest was never sealed: whoever takes the slot removes it.
                epochs += sealed.filter { $0.manifest != nil || $0.problem != Self.noManifest }
            }
        }
        return epochs
    }

    /// Publishes or removes an epoch.
    ///
    /// - Throws: `unknownEpoch`, `busy` where a running process stands against it, `refused` with the reason.
    package func carryOut(_ decision: OperatorDecision, on id: EpochID) throws(StoreError) -> OperatorOutcome {
        guard let seen = try list().first(where: { $0.id == id }) else { throw unknown(id) }
        var lock = try OperatorLock(root, groupName: seen.groupName)
        defer { lock.release() }
        // Whoever reads the partition meanwhile would archive what is published here a second time.
        if decision == .keep { try lock.takeAll() }
        if case .slot(let slot, _) = seen.place { try lock.take(slot) }
        // Between the first look and the locks it may have been settled.
        guard let epoch = try list(under: seen) else { throw unknown(id) }
        guard let manifest = epoch.manifest else {
            if try isPublished(epoch) {
                try remove(epoch.directory)
                return .wasPublished
            }
            if try files.list(epoch.directory).isEmpty {
                try remove(epoch.directory)
                return .cleared
            }
            guard decision == .drop else { throw refused(id, "it cannot be published: \(epoch.reason)") }
            try remove(epoch.directory)
            return .dropped
        }
        let store = EpochStore(
            root: root, group: manifest.group, outputs: try outputs(of: manifest), number: 0,
            lock: FileHandle(rawValue: -1))
        let sealed = SealedEpoch(manifest: manifest, directory: epoch.directory, place: .own)
        if try store.index.holds(manifest) {
            try store.finishPublishing(manifest, in: epoch.directory)
            return .wasPublished
        }
        switch decision {
        case .keep: try keep(sealed, store)
        case .drop: try drop(sealed, epoch.place, store)
        }
        return decision == .keep ? .published : .dropped
    }

    // MARK: - Decisions

    private func keep(_ epoch: SealedEpoch, _ store: EpochStore) throws(StoreError) {
        let manifest = epoch.manifest
        guard !manifest.isJump else {
            throw refused(manifest.id, "it is a jump without records; drop it, a process that starts makes it anew")
        }
        let coverage = try store.index.refresh(manifest.topicPartition)
        let published = coverage.incarnations[manifest.incarnation]?.ranges ?? OffsetRanges()
        // What it left to published epochs itself is no double.
        let left = OffsetRanges(manifest.gaps.filter { $0.reason == .published }.map(\.range))
        let range = OffsetRange(first: manifest.first, next: manifest.last + 1)
        if let double = published.pieces(of: range).first(where: { $0.isInside && !left.covers($0.range) })?.range {
            throw refused(
                manifest.id,
                "published epochs cover \(double.first)..\(double.next - 1) of its offsets \(range.first).."
                    + "\(range.next - 1), its rows would be there twice; drop it, or keep it as it is")
        }
        if let rival = try rival(of: manifest) {
            throw refused(
                manifest.id,
                "epoch \(rival.id) in \(rival.directory) has a part of its offsets and may have been committed; let a "
                    + "process settle that one first")
        }
        for file in manifest.files { try check(file, of: epoch) }
        try store.loadAside()
        _ = try store.publish(manifest, from: epoch.directory)
        try store.flushComplete()
    }

    /// A sealed epoch in a slot with an offset of this one.
    private func rival(of manifest: Manifest) throws(StoreError) -> UnsettledEpoch? {
        let range = OffsetRange(first: manifest.first, next: manifest.last + 1)
        return try list().first { other in
            guard other.place != .aside, let found = other.manifest, found.id != manifest.id, !found.isJump else {
                return false
            }
            return found.group == manifest.group && found.topicPartition == manifest.topicPartition
                && found.incarnation == manifest.incarnation && found.first < range.next && found.last >= range.first
        }
    }

    private func check(_ file: FileEntry, of epoch: SealedEpoch) throws(StoreError) {
        let path = epoch.directory + "/" + file.name
        let isHere = try files.status(path) != nil
        let place = isHere ? path : root.path(file.path)
        guard try files.status(place)?.kind == .file, try files.checksum(place) == file.checksum else {
            throw refused(epoch.manifest.id, "\(path) is missing or damaged")
        }
    }

    private func drop(
        _ epoch: SealedEpoch, _ place: UnsettledEpoch.Place, _ store: EpochStore
    ) throws(StoreError) {
        if try store.isLinked(epoch) {
            guard place == .aside else {
                throw refused(
                    epoch.manifest.id, "some of its files have their final names: it was committed, a process goes on")
            }
            try unlinkFinals(of: epoch)
        }
        try remove(epoch.directory)
    }

    /// Takes back the final names that an interrupted `keep` has given.
    private func unlinkFinals(of epoch: SealedEpoch) throws(StoreError) {
        var tree = DirectoryTree(root: root.path, files: files)
        for file in epoch.manifest.files {
            let path = root.path(file.path)
            guard let final = try files.status(path),
                let own = try files.status(epoch.directory + "/" + file.name), own.device == final.device,
                own.inode == final.inode
            else { continue }
            try files.runIfThere { (system) throws(FileError) in try system.unlink(path) }
            tree.touch(String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.endIndex)))
        }
        try tree.synchronize()
    }

    /// Removes an epoch's directory for good: no power cut brings the manifest back without its files.
    private func remove(_ directory: String) throws(StoreError) {
        try files.runIfThere { (system) throws(FileError) in
            try system.unlink(directory + "/" + EpochDirectory.manifest)
        }
        try files.run { (system) throws(FileError) in try system.synchronizeDirectory(directory) }
        try files.removeDirectory(directory, first: EpochDirectory.manifest)
        let parent = String(directory.prefix(upTo: directory.lastIndex(of: "/") ?? directory.endIndex))
        try files.run { (system) throws(FileError) in try system.synchronizeDirectory(parent) }
    }

    // MARK: - Looking

    private static let noManifest = "it has no manifest"

    private func list(
        _ parent: String, _ groupName: String, _ place: UnsettledEpoch.Place
    ) throws(StoreError) -> [UnsettledEpoch] {
        var epochs: [UnsettledEpoch] = []
        for name in try directories(parent) {
            guard let id = EpochID(text: name) else { continue }
            epochs.append(try epoch(id, parent + "/" + name, groupName, place))
        }
        return epochs
    }

    /// The epoch once more, as it is now; nil where it is gone.
    private func list(under seen: UnsettledEpoch) throws(StoreError) -> UnsettledEpoch? {
        guard try files.status(seen.directory)?.kind == .directory else { return nil }
        return try epoch(seen.id, seen.directory, seen.groupName, seen.place)
    }

    private func epoch(
        _ id: EpochID, _ directory: String, _ groupName: String, _ place: UnsettledEpoch.Place
    ) throws(StoreError) -> UnsettledEpoch {
        var manifest: Manifest?
        var problem: String?
        do throws(StoreError) {
            manifest = try files.manifest(directory + "/" + EpochDirectory.manifest)
            if manifest == nil { problem = Self.noManifest }
        } catch  where error.code == .damaged || error.code == .inconsistent {
            problem = "its manifest cannot be read"
        }
        if let found = manifest, found.id != id || RootLayout.groupName(found.group) != groupName {
            manifest = nil
            problem = "it holds the manifest of another epoch"
        }
        return UnsettledEpoch(
            id: id, groupName: groupName, place: place, directory: directory, manifest: manifest, problem: problem)
    }

    /// Whether a published manifest has the epoch's id: its own may be gone while other pending names are not, where
    /// the power went as they were removed.
    private func isPublished(_ epoch: UnsettledEpoch) throws(StoreError) -> Bool {
        let top = root.path(RootLayout.manifests, epoch.groupName)
        for topic in try directories(top) {
            for partition in try directories(top + "/" + topic) {
                let directory = ManifestDirectory(path: top + "/" + topic + "/" + partition, files: files)
                let listing = try ManifestListing(directory)
                if let damage = listing.damaged.first { throw damage.error }
                if listing.items.contains(where: { $0.name.id == epoch.id }) { return true }
            }
        }
        return false
    }

    private func isHeld(_ directory: String) throws(StoreError) -> Bool {
        let path = directory + "/" + RootLayout.lock
        guard try files.status(path) != nil else { return false }
        guard let handle = try files.run({ (system) throws(FileError) in try system.lock(path) }) else { return true }
        root.fileSystem.close(handle)
        return false
    }

    private func directories(_ path: String) throws(StoreError) -> [String] {
        try files.list(path).filter { $0.kind == .directory }.map(\.name)
    }

    /// The outputs whose `_complete` file tells of the epoch's partition: all that the group has one for.
    private func outputs(of manifest: Manifest) throws(StoreError) -> [String] {
        var names = Set(manifest.files.map(\.output))
        let directory = root.path(RootLayout.complete)
        for entry in try files.list(directory) where entry.name.hasSuffix(".json") && !entry.name.hasPrefix(".") {
            let path = directory + "/" + entry.name
            let bytes = try files.contents(path, limit: ProtocolLimits.smallFileBytes)
            guard let file = try CompleteFile.decoded(bytes ?? [], path: path) else { continue }
            if file.partitions.contains(where: { $0.group == manifest.group }) { names.insert(file.output) }
        }
        return names.sorted()
    }

    private func unknown(_ id: EpochID) -> StoreError {
        StoreError(
            code: .unknownEpoch,
            message: "\(root.path): no epoch \(id) waits here; 'archive settle' lists those that do")
    }

    private func refused(_ id: EpochID, _ reason: String) -> StoreError {
        StoreError(code: .refused, message: "epoch \(id): \(reason); nothing was changed")
    }
}
