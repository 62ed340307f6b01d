// Sluice
// SPDX-License-Identifier: Apache-2.0

extension Audit {
    /// The manifest behind a name, where it is what its name says.
    mutating func manifest(
        _ item: ManifestListing.Item, of listing: ManifestListing, _ key: PublishedPartition.Key, _ root: Int
    ) -> Manifest? {
        let path = listing.place(of: item)
        let found: Manifest?
        do throws(StoreError) {
            found = try listing.manifest(item)
        } catch {
            let kind: AuditFinding.Kind = error.code == .inconsistent ? .manifestInconsistent : .manifestUnreadable
            report.add(AuditFinding(kind, path, error.message))
            return nil
        }
        guard let manifest = found else {
            report.add(AuditFinding(.manifestUnreadable, path, "gone while it was read; run the audit again"))
            return nil
        }
        // Also where it lies in the wrong place: a file that it names is not one that nobody knows.
        for file in manifest.files { named.insert(file.path, root: root) }
        let isInPlace =
            ManifestName(manifest) == item.name && manifest.topic == key.topic && manifest.partition == key.partition
            && RootLayout.groupName(manifest.group) == key.groupName
        guard isInPlace else {
            report.add(AuditFinding(.manifestMisplaced, path, "holds another epoch than its name says"))
            return nil
        }
        return manifest
    }

    /// Checks one file.
    ///
    /// - Returns: false where it is gone and may be.
    mutating func check(_ file: FileEntry, of manifest: Manifest, in root: Int) -> Bool {
        let isRead = options.sinceMs.map { manifest.sealedMs >= $0 } ?? true
        if !isRead { report.unreadFiles += 1 }
        let check = FileCheck(files: files[root], file: file, readsContents: isRead)
        let progress = progress
        let (partitions, done, manifests) = (partitionCount, partitionsDone, manifestsDone)
        var bytes = report.bytesRead
        let finding: AuditFinding?
        do throws(ArchiveReadError) {
            finding = try check.finding { count in
                let before = bytes >> 24
                bytes += Int64(count)
                guard bytes >> 24 != before else { return }
                progress(
                    AuditProgress(
                        partitions: partitions, partitionsDone: done, manifestsDone: manifests, bytesRead: bytes))
            }
        } catch {
            finding = AuditFinding(.fileUnreadable, roots[root].path(file.path), error.message)
        }
        report.bytesRead = bytes
        guard let finding else { return true }
        if finding.kind == .fileMissing, file.isExpired(sealedMs: manifest.sealedMs, nowMs: options.nowMs) {
            return false
        }
        report.add(finding)
        return true
    }
}
