// Sluice
// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Platform

/// The files `_complete/<output>.json`: for downstream jobs, how far each output is complete.
///
/// Several processes write them, each for its partitions, under a lock; a process that finds the lock taken writes with
/// its next publication.
struct CompleteFiles {
    private let root: ArchiveRoot
    private let group: String
    /// The newest entry of each partition that this process has published and not yet written.
    private var waiting: [CompleteEntry] = []

    init(root: ArchiveRoot, group: String) {
        self.root = root
        self.group = group
    }

    /// Notes a published epoch and writes the files of all outputs.
    mutating func publish(
        _ manifest: Manifest, coverage: IncarnationCoverage, outputs: [String], tree: inout DirectoryTree
    ) throws(StoreError) {
        let position = coverage.completePosition
        let times = manifest.files.compactMap(\.maxEventMs) + [manifest.maxEventMs].compactMap { $0 }
        let entry = CompleteEntry(
            group: group, topic: manifest.topic, partition: manifest.partition, incarnation: manifest.incarnation,
            position: position, eventMs: manifest.next <= position ? times.max() : nil)
        waiting = CompleteEntry.merged(waiting, with: [entry])
        try write(outputs, &tree)
    }

    /// Writes what had to wait because another process held the lock.
    mutating func flush(_ outputs: [String], _ tree: inout DirectoryTree) throws(StoreError) {
        if !waiting.isEmpty { try write(outputs, &tree) }
    }

    private mutating func write(_ outputs: [String], _ tree: inout DirectoryTree) throws(StoreError) {
        let directory = try tree.ensure([RootLayout.complete])
        let files = root.files
        let lock = try files.run { (system) throws(FileError) in try system.lock(directory + "/.lock") }
        guard let lock else { return }
        defer { root.fileSystem.close(lock) }
        for output in outputs {
            let path = directory + "/" + RootLayout.groupName(output) + ".json"
            let bytes = try files.contents(path, limit: ProtocolLimits.smallFileBytes)
            let old = try CompleteFile.decoded(bytes ?? [], path: path)?.partitions
            let entries = CompleteEntry.merged(old ?? [], with: waiting)
            if entries == old { continue }
            let draft = directory + "/." + RootLayout.groupName(output)
            try files.runIfThere { (system) throws(FileError) in try system.unlink(draft) }
            try files.create(draft, bytes: try CompleteFile(output: output, partitions: entries).encoded(path: path))
            try files.run { (system) throws(FileError) in try system.rename(draft, path) }
        }
        // Durable before the epoch's pending names go: else a power cut could leave an old file at a topic's end.
        tree.touch(directory)
        try tree.synchronize()
        waiting = []
    }
}
