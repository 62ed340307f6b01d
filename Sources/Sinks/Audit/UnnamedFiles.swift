// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform

/// Data files of one root that no manifest named when the manifests were read.
///
/// A process that runs meanwhile publishes more: first the data's names, then the manifest's, then the pending names
/// go. So who looks at what is pending and after that at what is published finds the manifest of every such file.
struct UnnamedFiles {
    private let root: ArchiveRoot
    private var found: [String: DataFileName] = [:]
    private var surplus = 0

    init(_ root: ArchiveRoot) {
        self.root = root
    }

    var isFull: Bool { found.count >= AuditLimits.unnamedMax }

    /// Notes a file by its path below the root.
    mutating func insert(_ path: String, _ name: DataFileName) {
        if isFull { surplus += 1 } else { found[path] = name }
    }

    /// Takes the number of files beyond the limit, which are not looked for again: so many at once were not published
    /// meanwhile.
    mutating func takeSurplus() -> Int {
        defer { surplus = 0 }
        return surplus
    }

    /// Takes the paths that no manifest names now either, sorted.
    mutating func takeVerified() throws(ArchiveReadError) -> [String] {
        if found.isEmpty { return [] }
        defer { found = [:] }
        // An undecided epoch may have final names where an operator's decision was interrupted; it is a finding itself.
        try WaitingEpochs.forEachManifest(of: root) { manifest in
            for file in manifest.files { found[file.path] = nil }
        }
        for partition in try PublishedPartition.all(in: root.path, system: root.fileSystem) where !found.isEmpty {
            try removePublished(of: partition)
        }
        var paths: [String] = []
        for path in found.keys.sorted() {
            let status = try? root.fileSystem.status(root.path(path))
            if status?.kind == .file { paths.append(path) }
        }
        return paths
    }

    private struct Beginning: Hashable {
        let incarnation: Incarnation
        let generation: Generation
        let first: Int64
    }

    private mutating func removePublished(of partition: PublishedPartition) throws(ArchiveReadError) {
        let topic = partition.key.topic
        let own = found.filter { $0.value.partition == partition.key.partition && $0.value.isOf(topic: topic) }
        if own.isEmpty { return }
        let beginnings = Dictionary(grouping: own) {
            Beginning(
                incarnation: $0.value.incarnation, generation: $0.value.generation, first: $0.value.first)
        }
        let listing = try partition.manifests(in: root)
        for item in listing.items where !item.name.isJump {
            let name = item.name
            let beginning = Beginning(
                incarnation: name.incarnation, generation: name.generation, first: name.first)
            guard let files = beginnings[beginning] else { continue }
            do throws(ArchiveReadError) {
                guard let manifest = try ArchiveReader.manifest(item, of: listing) else { continue }
                for file in manifest.files { found[file.path] = nil }
            } catch {
                // What a manifest names that cannot be read is not known; the manifest is a finding itself.
                for (path, file) in files where file.last < name.next { found[path] = nil }
            }
        }
    }
}
