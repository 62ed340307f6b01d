// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform

extension Audit {
    /// Finds the data files that no manifest names, after `named` has taken in all that the manifests name.
    mutating func judgeUnnamed() throws(ArchiveReadError) {
        named.sort()
        for slice in 0..<named.slices {
            var names = named
            if slice > 0 {
                names = NamedFiles(slice: slice, of: named)
                for (index, root) in roots.enumerated() { try collect(from: root, index, into: &names) }
                names.sort()
            }
            for (index, root) in roots.enumerated() {
                try judgeUnnamed(in: root, index, besides: names)
            }
        }
    }

    private func collect(
        from root: ArchiveRoot, _ index: Int, into names: inout NamedFiles
    ) throws(ArchiveReadError) {
        for partition in try PublishedPartition.all(in: root.path, system: root.fileSystem) {
            let listing = try partition.manifests(in: root)
            for item in listing.items where !item.name.isJump {
                // One that cannot be read was found before.
                let manifest = try? listing.manifest(item)
                for file in manifest?.files ?? [] { names.insert(file.path, root: index) }
            }
        }
    }

    private mutating func judgeUnnamed(
        in root: ArchiveRoot, _ index: Int, besides names: NamedFiles
    ) throws(ArchiveReadError) {
        var walk = DataWalk(root)
        var unnamed = UnnamedFiles(root)
        var foreign: [String] = []
        var foreignCount = 0
        var isThereMore = true
        while isThereMore {
            isThereMore = walk.next { path, kind in
                // Each path belongs to one slice, so it is told once.
                guard names.holds(path, root: index) == false else { return }
                let name = path.split(separator: "/").last.map(String.init) ?? path
                if kind == .file, let name = DataFileName(name) { return unnamed.insert(path, name) }
                foreignCount += 1
                if foreign.count < AuditLimits.foreignMax { foreign.append(path) }
            }
            if unnamed.isFull || !isThereMore { try report(unnamed: &unnamed, in: root) }
        }
        for finding in walk.findings { report.add(finding) }
        for path in foreign.sorted() {
            report.add(AuditFinding(.foreign, root.path(path), "no data file of Sluice's; it counts for nothing"))
        }
        if foreignCount > foreign.count {
            let message = "\(foreignCount - foreign.count) more names that are no data files of Sluice's"
            report.add(AuditFinding(.foreign, root.path, message))
        }
    }

    private mutating func report(unnamed: inout UnnamedFiles, in root: ArchiveRoot) throws(ArchiveReadError) {
        for path in try unnamed.takeVerified() {
            let message = "no manifest names it, so its rows count for nothing; move it away, or put its manifest back"
            report.add(AuditFinding(.unnamedFile, root.path(path), message))
        }
        let surplus = unnamed.takeSurplus()
        guard surplus > 0 else { return }
        let message = "\(surplus) more files that no manifest names"
        report.add(AuditFinding(.unnamedFile, root.path, message))
    }
}
