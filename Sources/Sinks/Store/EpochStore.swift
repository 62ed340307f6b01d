// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform

/// The epochs of one group in one root, as the holder of one slot sees them.
///
/// Synchronous: one writer thread makes every call. Every effect goes through the root's file system, so a process may
/// die between any two of them; what is found afterwards is settled by `SettlingRule`. The order of calls for an epoch
/// is `beginEpoch`, data files by their own writers, `seal`, the commit by the caller, `publish`; or `abandon` where no
/// commit was ever sent, or `orphan` where its outcome is unknown.
package final class EpochStore {
    package let root: ArchiveRoot
    package let group: String
    package let slot: SlotName

    enum LiveEpoch {
        case open
        case sealed(Manifest)
        /// Its seal failed: its bytes count as lost, and only `abandon` is left.
        case failed
    }

    let files: StoreFiles
    let groupName: String
    let outputs: [String]
    private let lock: FileHandle
    var tree: DirectoryTree
    var live: [EpochID: LiveEpoch] = [:]
    var index: CoverageIndex
    var complete: CompleteFiles
    var watch = SlotWatch()
    /// Where this process has begun to read, until something of the partition is published.
    var begun: [TopicPartition: (note: StartNote, deaths: Int)] = [:]
    /// When manifests roll up into a ledger.
    let ledger: LedgerPolicy
    /// By partition whose manifests could not roll up, how many single ones there have to be for the next attempt.
    var ledgerRetries: [TopicPartition: Int] = [:]
    /// Why manifests could not roll up the last time; nil where they could.
    package internal(set) var ledgerFailure: StoreError?
    /// Rolled-back epochs that wait until published epochs cover them.
    var rolledBack: [SealedEpoch] = []
    /// Epochs aside of which nobody knows whether they were committed.
    var undecided: [SealedEpoch] = []

    init(
        root: ArchiveRoot, group: String, outputs: [String], number: Int, lock: FileHandle,
        ledger: LedgerPolicy = LedgerPolicy()
    ) {
        self.ledger = ledger
        self.root = root
        self.group = group
        self.outputs = outputs
        self.lock = lock
        files = root.files
        groupName = RootLayout.groupName(group)
        slot = SlotName(root: root.id, number: number)
        tree = DirectoryTree(root: root.path, files: root.files)
        index = CoverageIndex(root: root, groupName: groupName)
        complete = CompleteFiles(root: root, group: group)
    }

    /// Takes the lowest free slot of the group and looks at what is aside.
    ///
    /// - Parameter outputs: the names of all outputs, dead letters included: each has a `_complete` file.
    package static func open(
        _ root: ArchiveRoot, group: String, outputs: [String], ledger: LedgerPolicy = LedgerPolicy(),
        using generator: inout some RandomNumberGenerator
    ) throws(StoreError) -> EpochStore {
        let taken = try SlotDirectory.takeLowestFree(root, group: group, using: &generator)
        let store = EpochStore(
            root: root, group: group, outputs: outputs, number: taken.number, lock: taken.lock, ledger: ledger)
        do throws(StoreError) {
            try store.loadAside()
        } catch {
            store.close()
            throw error
        }
        return store
    }

    /// Lets go of all slots. The store must not be used afterwards.
    package func close() {
        for handle in watch.removeTaken() { root.fileSystem.close(handle) }
        root.fileSystem.close(lock)
    }

    /// Makes the directory of a new epoch and returns its path; data files go there, each durable when finished.
    package func beginEpoch(_ id: EpochID) throws(StoreError) -> String {
        precondition(live[id] == nil, "an epoch begins once")
        let path = directory(of: id)
        try files.run { (system) throws(FileError) in try system.createDirectory(path) }
        live[id] = .open
        FaultPoint.reach(.epochDirectoryCreated)
        return path
    }

    /// Gives up an epoch whose commit was never sent: everything of it goes.
    package func abandon(_ id: EpochID) throws(StoreError) {
        let path = directory(of: id)
        if case .open? = live[id] {
            // It has no manifest.
        } else {
            // The manifest, durable or not, must not come back after a power cut while the data do not.
            try files.runIfThere { (system) throws(FileError) in
                try system.unlink(path + "/" + EpochDirectory.manifest)
                try system.synchronizeDirectory(path)
            }
            live[id] = .failed
        }
        try files.removeDirectory(path, first: EpochDirectory.manifest)
        live[id] = nil
        FaultPoint.reach(.abandoned)
    }

    /// Leaves a sealed epoch whose commit has an unknown outcome to settling.
    package func orphan(_ id: EpochID) {
        live[id] = nil
    }

    func directory(of id: EpochID) -> String { path(RootLayout.pending, String(slot.number), id.description) }

    /// The path of something of the group below one of the root's directories.
    func path(_ top: String, _ names: String...) -> String {
        var path = ""
        path.reserveCapacity(root.path.utf8.count + groupName.utf8.count + names.reduce(64) { $0 + $1.utf8.count })
        path += root.path
        path += "/"
        path += top
        path += "/"
        path += groupName
        for name in names {
            path += "/"
            path += name
        }
        return path
    }
}
