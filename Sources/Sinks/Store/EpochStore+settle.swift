// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import KafkaClient
import Platform

extension EpochStore {
    /// The sealed epochs of the group that are still to be settled, in every slot of the root, ascending by partition
    /// and offset. Live epochs of this store are not among them.
    package func sealedEpochs() throws(StoreError) -> SealedListing {
        var listing = SealedListing()
        try list(path(RootLayout.pending, String(slot.number)), .own, into: &listing)
        try list(path(RootLayout.pending, RootLayout.handed), .handed, into: &listing)
        for number in try otherSlots() {
            let directory = path(RootLayout.pending, String(number))
            let name = SlotName(root: root.id, number: number)
            // An empty slot is not even asked for its lock: a process that starts would find it taken for a moment.
            if try !holdsEpochs(directory) { continue }
            if watch.holds(number) {
                try list(directory, .own, into: &listing)
            } else if let lock = try lockSlot(directory) {
                root.fileSystem.close(lock)
                try list(directory, .unlocked(name), into: &listing)
            } else {
                try list(directory, .locked(name), into: &listing)
            }
        }
        listing.epochs.sort { left, right in
            let (left, right) = (left.manifest, right.manifest)
            return (left.topicPartition, left.first, left.id) < (right.topicPartition, right.first, right.id)
        }
        return listing
    }

    /// What the root knows about a sealed epoch; the caller adds what Kafka knows.
    package func facts(
        of epoch: SealedEpoch, committed: CommittedPosition?, isOwner: Bool, isOnlyRoot: Bool
    ) throws(StoreError) -> SettlingFacts {
        let coverage = try index.refresh(epoch.manifest.topicPartition)
        return SettlingFacts(
            isPublished: try index.holds(epoch.manifest), isLinked: try isLinked(epoch), committed: committed,
            isOwner: isOwner, isOnlyRoot: isOnlyRoot,
            publishedEnd: coverage.incarnations[epoch.manifest.incarnation]?.generations[epoch.manifest.generation]?.end
        )
    }

    /// Carries out a verdict on an epoch in a slot that this process holds, or on one that was handed over.
    ///
    /// Throws `busy` where another process is settling a handed-over one at this moment.
    package func settle(_ epoch: SealedEpoch, _ verdict: SettlingVerdict) throws(StoreError) -> SettlingResult {
        FaultPoint.reach(.settlingBegun)
        switch epoch.place {
        case .own: return try carryOut(verdict, on: epoch)
        case .unlocked, .locked: preconditionFailure("only epochs of slots that are held can be settled")
        case .handed:
            guard let lock = try lockSlot(path(RootLayout.pending, RootLayout.handed)) else {
                throw StoreError(code: .busy, message: "\(epoch.directory): another process is settling")
            }
            defer { root.fileSystem.close(lock) }
            if try files.status(epoch.directory) == nil { return .untouched }
            return verdict == .handOver ? .untouched : try carryOut(verdict, on: epoch)
        }
    }

    private func carryOut(_ verdict: SettlingVerdict, on epoch: SealedEpoch) throws(StoreError) -> SettlingResult {
        switch verdict {
        case .unlinkPending:
            try finishPublishing(epoch.manifest, in: epoch.directory)
            return .removed
        case .rollForward:
            return .published(try publish(epoch.manifest, from: epoch.directory))
        case .dropJump:
            try files.removeDirectory(epoch.directory, first: EpochDirectory.manifest)
            return .removed
        case .rollBack:
            let target = try move(epoch.directory, toAside: RootLayout.rolled)
            rolledBack.append(SealedEpoch(manifest: epoch.manifest, directory: target, place: .own))
            return .rolledBack
        case .setAside:
            let target = try move(epoch.directory, toAside: RootLayout.undecided)
            undecided.append(SealedEpoch(manifest: epoch.manifest, directory: target, place: .own))
            return .undecided
        case .handOver:
            _ = try move(epoch.directory, to: path(RootLayout.pending, RootLayout.handed))
            FaultPoint.reach(.handedOver)
            return .handedOver
        case .refuse:
            return .untouched
        }
    }

    /// Whether one of the epoch's final names is linked to its data: to the pending file itself or, where that is gone,
    /// to its bytes. Equal bytes beside a pending file are another epoch's.
    func isLinked(_ epoch: SealedEpoch) throws(StoreError) -> Bool {
        for file in epoch.manifest.files {
            guard let final = try files.status(root.path(file.path)), final.kind == .file else { continue }
            if let own = try files.status(epoch.directory + "/" + file.name) {
                if own.device == final.device, own.inode == final.inode { return true }
            } else if final.size == file.bytes, try files.checksum(root.path(file.path)) == file.checksum {
                return true
            }
        }
        return false
    }

    private func list(
        _ directory: String, _ place: PendingEpoch.Place, into listing: inout SealedListing
    ) throws(StoreError) {
        for (id, path) in try epochDirectories(in: directory) {
            if place == .own, live[id] != nil { continue }
            do throws(StoreError) {
                guard let manifest = try files.manifest(path + "/" + EpochDirectory.manifest) else { continue }
                guard manifest.id == id, manifest.group == group else {
                    throw StoreError(code: .inconsistent, message: "\(path): holds the manifest of another epoch")
                }
                listing.epochs.append(SealedEpoch(manifest: manifest, directory: path, place: place))
            } catch  where error.code == .damaged || error.code == .inconsistent {
                listing.damaged[path] = error.message
                if place == .own { _ = try move(path, toAside: RootLayout.undecided) }
            }
        }
    }

    private func move(_ directory: String, toAside kind: String) throws(StoreError) -> String {
        let target = try move(directory, to: path(RootLayout.aside, kind))
        FaultPoint.reach(.asideSynchronized)
        return target
    }

    /// One rename of an epoch's directory, then durable on both sides: the new name first.
    private func move(_ directory: String, to parent: String) throws(StoreError) -> String {
        let parts = directory.split(separator: "/")
        let target = parent + "/" + (parts.last ?? "")
        let old = String(directory.dropLast((parts.last?.count ?? 0) + 1))
        try files.run { (system) throws(FileError) in try system.rename(directory, target) }
        FaultPoint.reach(.movedAside)
        try files.run { (system) throws(FileError) in
            try system.synchronizeDirectory(parent)
            try system.synchronizeDirectory(old)
        }
        return target
    }
}
