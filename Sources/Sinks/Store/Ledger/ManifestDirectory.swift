// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform

/// The published manifests of one partition: single files, and the segments of its ledger.
///
/// A manifest may be in both where a process died between the two; it counts once, by its name. A process that rolls
/// manifests up makes the segment durable before it removes single files, so whoever lists single files first and
/// segments afterwards misses none.
struct ManifestDirectory {
    let path: String
    let files: StoreFiles

    var ledger: String { path + "/" + RootLayout.ledger }

    /// The manifests in files of their own, and names that are none.
    func singles() throws(StoreError) -> (names: [ManifestName], others: [String]) {
        var names: [ManifestName] = []
        var others: [String] = []
        for entry in try files.list(path) {
            if entry.kind == .file, let name = ManifestName(text: entry.name) {
                names.append(name)
            } else if entry.name != RootLayout.ledger || entry.kind != .directory {
                others.append(entry.name)
            }
        }
        return (names, others)
    }

    /// The segments, ascending, and names that are none; none where there is no ledger.
    func segments() throws(StoreError) -> (names: [LedgerName], others: [String]) {
        guard let kind = try files.status(ledger)?.kind else { return ([], []) }
        guard kind == .directory else {
            throw StoreError(code: .escape, message: "\(ledger): not a directory; remove it or put the ledger back")
        }
        var names: [LedgerName] = []
        var others: [String] = []
        for entry in try files.list(ledger) where entry.name != RootLayout.lock {
            if entry.kind == .file, let name = LedgerName(text: entry.name) {
                names.append(name)
            } else if !entry.name.hasPrefix(Self.draftPrefix) {
                others.append(entry.name)
            }
        }
        return (names.sorted(), others)
    }

    /// The manifest with the name, wherever it is by now; nil where it is not published.
    func manifest(_ name: ManifestName) throws(StoreError) -> Manifest? {
        if let manifest = try files.manifest(path + "/" + name.description) { return manifest }
        for segment in try segments().names where segment.spans(name) {
            let segment = try LedgerSegment(segment, in: ledger, files)
            if let entry = try segment.entries().first(where: { $0.name == name }) {
                return try segment.manifest(entry)
            }
        }
        return nil
    }

    static let draftPrefix = ".draft-"
}
