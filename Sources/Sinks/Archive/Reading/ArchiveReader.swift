// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform
import Topology

/// Reads what a root has published: nothing that is pending, nothing that no manifest names.
///
/// Synchronous and streaming; memory is bounded by one partition's list of manifests and one manifest.
package struct ArchiveReader {
    /// Takes bytes to wherever they go; false where nobody reads on (a closed pipe).
    package typealias Writer = (UnsafeRawBufferPointer) -> Bool

    /// The name of the output whose records are never shown among others.
    package static let deadLetters = TopologyKeys.deadLetters

    private let root: ArchiveRoot
    private let files: ConfinedFiles
    private let nowMs: Int64?
    private let passesOver: (FileEntry) -> Void

    /// - Parameters:
    ///   - root: opened by `ArchiveRoot.inspect`, which changes nothing.
    ///   - nowMs: the wall clock, by which files that are missing may be past their retention; nil: none is.
    ///   - passesOver: told each such file.
    package init(
        _ root: ArchiveRoot, nowMs: Int64? = nil, passesOver: @escaping (FileEntry) -> Void = { _ in }
    ) {
        self.root = root
        self.nowMs = nowMs
        self.passesOver = passesOver
        files = ConfinedFiles(root: root.path, system: root.fileSystem)
    }

    /// Gives every published manifest of which no later one has taken the place, by group, topic, partition,
    /// incarnation and offset.
    ///
    /// - Parameter body: false ends the walk.
    /// - Throws: `.manifest` for one that cannot be read.
    package func forEachManifest(
        _ body: (Manifest) throws(ArchiveReadError) -> Bool
    ) throws(ArchiveReadError) {
        for partition in try PublishedPartition.all(in: root.path, system: root.fileSystem) {
            var listing = try partition.manifests(in: root)
            if let damage = listing.damaged.first {
                throw ArchiveReadError(.manifest, damage.error.message, cause: damage.error.cause)
            }
            listing.removeSuperseded()
            for item in listing.items {
                // One that is gone since the listing was replaced; its successor is listed elsewhere.
                guard let manifest = try Self.manifest(item, of: listing) else { continue }
                if try !body(manifest) { return }
            }
        }
    }

    /// Writes the sealed records as NDJSON, in the order of `forEachManifest` and of the files in each. Files that are
    /// missing and past their retention are passed over.
    ///
    /// - Parameter output: nil takes all outputs but the dead letters.
    /// - Throws: `.stopped` where the writer said that nobody reads; `.unknownOutput` where no manifest has the output.
    package func cat(output: String?, to writer: Writer) throws(ArchiveReadError) {
        var isKnown = output == nil
        var others: Set<String> = []
        try forEachManifest { (manifest) throws(ArchiveReadError) in
            for file in manifest.files {
                guard output.map({ $0 == file.output }) ?? (file.output != Self.deadLetters) else {
                    if !isKnown, others.count < ArchiveLimits.namesShownMax { others.insert(file.output) }
                    continue
                }
                isKnown = true
                try copy(file, of: manifest, to: writer)
            }
            return true
        }
        guard isKnown || output == Self.deadLetters else {
            let names = others.sorted().map { "'\($0)'" }.joined(separator: ", ")
            throw ArchiveReadError(
                .unknownOutput,
                "\(root.path): nothing was archived for output '\(output ?? "")'"
                    + (names.isEmpty ? "" : "; there are \(names)"))
        }
    }

    private func copy(_ file: FileEntry, of manifest: Manifest, to writer: Writer) throws(ArchiveReadError) {
        var isStopped = false
        let sums: DataFile.Sums
        do throws(ArchiveReadError) {
            sums = try read(file) { text in
                isStopped = !writer(text)
                return !isStopped
            }
        } catch  where error.code == .missing {
            if file.isExpired(sealedMs: manifest.sealedMs, nowMs: nowMs) { return passesOver(file) }
            throw ArchiveReadError(.missing, Self.loss(of: file, manifest, root), cause: error.cause)
        }
        if isStopped { throw ArchiveReadError(.stopped, "nobody reads the output") }
        if let damage = sums.damage { throw ArchiveReadError(damage, path: root.path(file.path)) }
    }

    /// What is missing with a file, for whoever has to find it again.
    private static func loss(of file: FileEntry, _ manifest: Manifest, _ root: ArchiveRoot) -> String {
        let retention = file.retentionMs.map { DurationText.text(.milliseconds($0)) }
        return "\(root.path(file.path)): missing, with \(file.rows) rows of output '\(file.output)' from offsets "
            + "\(manifest.first)..\(manifest.last) of \(manifest.topic)/\(manifest.partition); "
            + (retention.map { "its retention of \($0) is not over" } ?? "it is to be kept for ever")
    }

    /// Gives the text of one file in pieces.
    func read(_ file: FileEntry, _ body: (UnsafeRawBufferPointer) -> Bool) throws(ArchiveReadError) -> DataFile.Sums {
        guard let path = ConfinedPath(file.path) else {
            throw ArchiveReadError(.notAFile, "the path of file \(file.name) leaves the root")
        }
        return try DataFile(files: files, path: path).read(body)
    }

    /// A published manifest; nil where it is none any more.
    static func manifest(
        _ item: ManifestListing.Item, of listing: ManifestListing
    ) throws(ArchiveReadError) -> Manifest? {
        do throws(StoreError) {
            return try listing.manifest(item)
        } catch {
            throw ArchiveReadError(.manifest, error.message, cause: error.cause)
        }
    }

    /// The manifest in a file; nil where there is none.
    static func manifest(_ path: String, _ system: any FileSystem) throws(ArchiveReadError) -> Manifest? {
        do throws(StoreError) {
            return try StoreFiles(system: system).manifest(path)
        } catch {
            throw ArchiveReadError(.manifest, error.message, cause: error.cause)
        }
    }
}
