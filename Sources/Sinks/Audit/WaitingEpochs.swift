// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform

/// What a root holds besides published epochs: in `_pending` and in `_aside`.
struct WaitingEpochs {
    /// A sealed epoch that waits for its publication.
    struct Sealed {
        let key: PublishedPartition.Key
        let incarnation: Incarnation
        let range: OffsetRange
        let isJump: Bool
    }

    private(set) var sealed: [Sealed] = []
    private(set) var findings: [AuditFinding] = []
    private let root: String
    private let system: any FileSystem

    /// Looks at a root. What disappears meanwhile has been settled by a running process.
    init(_ root: ArchiveRoot) throws(ArchiveReadError) {
        self.root = root.path
        system = root.fileSystem
        for group in try directories(RootLayout.pending) { try pending(group) }
        for group in try directories(RootLayout.aside) { try aside(group) }
    }

    /// Gives every manifest of a sealed epoch that waits, in slots or undecided; unreadable ones are left out.
    static func forEachManifest(
        of root: ArchiveRoot, _ body: (Manifest) -> Void
    ) throws(ArchiveReadError) {
        let (path, system) = (root.path, root.fileSystem)
        func visit(_ parent: String) throws(ArchiveReadError) {
            for epoch in try directories(parent, in: path, system) {
                let place = "\(path)/\(parent)/\(epoch)/\(EpochDirectory.manifest)"
                if let manifest = try? ArchiveReader.manifest(place, system) { body(manifest) }
            }
        }
        for group in try directories(RootLayout.pending, in: path, system) {
            let parent = "\(RootLayout.pending)/\(group)"
            for slot in try directories(parent, in: path, system) { try visit("\(parent)/\(slot)") }
        }
        for group in try directories(RootLayout.aside, in: path, system) {
            try visit("\(RootLayout.aside)/\(group)/\(RootLayout.undecided)")
        }
    }

    private mutating func pending(_ group: String) throws(ArchiveReadError) {
        var (waiting, unsealed, live) = (0, 0, 0)
        let parent = "\(RootLayout.pending)/\(group)"
        for slot in try directories(parent) {
            if slot != RootLayout.handed, isLocked("\(root)/\(parent)/\(slot)/\(RootLayout.lock)") { live += 1 }
            for epoch in try directories("\(parent)/\(slot)") where EpochID(text: epoch) != nil {
                let path = "\(root)/\(parent)/\(slot)/\(epoch)/\(EpochDirectory.manifest)"
                let manifest: Manifest?
                do throws(ArchiveReadError) {
                    manifest = try ArchiveReader.manifest(path, system)
                } catch {
                    findings.append(AuditFinding(.manifestUnreadable, path, error.message))
                    continue
                }
                guard let manifest else {
                    unsealed += 1
                    continue
                }
                waiting += 1
                guard sealed.count < AuditLimits.pendingMax else { continue }
                let key = PublishedPartition.Key(
                    groupName: group, topic: manifest.topic, partition: manifest.partition)
                sealed.append(
                    Sealed(
                        key: key, incarnation: manifest.incarnation, range: manifest.range, isJump: manifest.isJump))
            }
        }
        let place = "\(root)/\(parent)"
        if live > 0 { findings.append(AuditFinding(.liveSlots, place, "\(live) held by running processes")) }
        if waiting > 0 { findings.append(AuditFinding(.pending, place, "\(waiting) sealed epochs to be settled")) }
        if unsealed > 0 { findings.append(AuditFinding(.unsealed, place, "\(unsealed) epochs without a manifest")) }
    }

    private mutating func aside(_ group: String) throws(ArchiveReadError) {
        let parent = "\(RootLayout.aside)/\(group)"
        for kind in try directories(parent) {
            let epochs = try directories("\(parent)/\(kind)")
            let place = "\(root)/\(parent)/\(kind)"
            if kind == RootLayout.rolled {
                guard !epochs.isEmpty else { continue }
                findings.append(
                    AuditFinding(.rolledBack, place, "\(epochs.count) epochs to be covered by published ones"))
            } else {
                for epoch in epochs {
                    findings.append(AuditFinding(.undecided, "\(place)/\(epoch)", Self.undecided(epoch, place, system)))
                }
            }
        }
    }

    private static func undecided(_ epoch: String, _ place: String, _ system: any FileSystem) -> String {
        let manifest = try? ArchiveReader.manifest("\(place)/\(epoch)/\(EpochDirectory.manifest)", system)
        guard let manifest else { return "an epoch without a readable manifest; decide by 'archive settle'" }
        return "offsets \(manifest.first)..\(manifest.last) of \(manifest.topic)/\(manifest.partition), incarnation "
            + "\(manifest.incarnation): nobody knows whether they were committed; decide by 'archive settle'"
    }

    /// Whether a process holds a slot; false where that cannot be seen, as on a read-only file system.
    private func isLocked(_ path: String) -> Bool {
        guard (try? system.status(path)) != nil else { return false }
        do throws(FileError) {
            guard let handle = try system.lock(path) else { return true }
            system.close(handle)
        } catch {
            return false
        }
        return false
    }

    private func directories(_ path: String) throws(ArchiveReadError) -> [String] {
        try Self.directories(path, in: root, system)
    }

    private static func directories(
        _ path: String, in root: String, _ system: any FileSystem
    ) throws(ArchiveReadError) -> [String] {
        let status: FileStatus?
        do throws(FileError) { status = try system.status(root + "/" + path) } catch { throw ArchiveReadError(error) }
        guard status?.kind == .directory else { return [] }
        return try PublishedPartition.list(root + "/" + path, system).filter { $0.kind == .directory }.map(\.name)
    }
}
