// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
package import Platform

/// An archive root: a directory on one file system that keeps the epochs of any number of groups.
package struct ArchiveRoot: Sendable {
    package let path: String
    package let id: RootID
    package let fileSystem: any FileSystem
    /// How its epochs' manifests are written and read.
    private(set) package var manifests: any ManifestCoding = JSONManifests()

    var files: StoreFiles { StoreFiles(system: fileSystem, manifests: manifests) }

    private init(path: String, id: RootID, fileSystem: any FileSystem) {
        self.path = path
        self.id = id
        self.fileSystem = fileSystem
    }

    /// The same root through another process's file system.
    package func reached(through fileSystem: any FileSystem, manifests: any ManifestCoding) -> ArchiveRoot {
        var root = ArchiveRoot(path: path, id: id, fileSystem: fileSystem)
        root.manifests = manifests
        return root
    }

    /// The path of something below the root.
    package func path(_ names: String...) -> String { path + "/" + names.joined(separator: "/") }

    /// What its directory is now, whatever symbolic links lead to it.
    func status() throws(StoreError) -> FileStatus? { try files.status(path + "/.") }

    /// Opens a root that exists, changing nothing.
    package static func inspect(_ path: String, fileSystem: any FileSystem) throws(StoreError) -> ArchiveRoot {
        let path = trimmed(path)
        let file = path + "/" + RootLayout.storeFile
        let files = StoreFiles(system: fileSystem)
        guard let bytes = try files.contents(file, limit: ProtocolLimits.smallFileBytes) else {
            throw StoreError(
                code: .notARoot, message: "\(path): not an archive root, it has no \(RootLayout.storeFile)")
        }
        return ArchiveRoot(path: path, id: try StoreHeader.decoded(bytes, path: file).id, fileSystem: fileSystem)
    }

    /// Opens a root, making one where the directory is absent or holds none.
    ///
    /// Of several processes that make the same root one wins and the others open it. A directory with published
    /// manifests but without a header is refused: its identity is lost.
    package static func open(
        _ path: String, fileSystem: any FileSystem, using generator: inout some RandomNumberGenerator
    ) throws(StoreError) -> ArchiveRoot {
        let path = trimmed(path)
        let files = StoreFiles(system: fileSystem)
        if try files.status(path + "/" + RootLayout.storeFile) == nil {
            try createAncestry(of: path, files)
            try create(path, id: RootID(using: &generator), files)
        }
        let root = try inspect(path, fileSystem: fileSystem)
        // The header's name may be visible and not durable yet where another process has just linked it.
        try files.run { (system) throws(FileError) in try system.synchronizeDirectory(path) }
        try removeDrafts(path, files)
        var tree = DirectoryTree(root: path, files: files)
        for name in [RootLayout.pending, RootLayout.manifests, RootLayout.aside, RootLayout.complete] {
            try tree.ensure([name])
        }
        try tree.synchronize()
        return root
    }

    /// Looks at the header again; throws `replaced` where the directory is no longer the root that was opened, as when
    /// its disk was unmounted or another one mounted over it.
    package func checkIdentity() throws(StoreError) {
        try Self.checkIdentity(of: path, id, fileSystem: fileSystem)
    }

    /// The same for a directory that was the root with this id.
    package static func checkIdentity(
        of path: String, _ id: RootID, fileSystem: any FileSystem
    ) throws(StoreError) {
        let path = trimmed(path)
        let files = StoreFiles(system: fileSystem)
        let file = path + "/" + RootLayout.storeFile
        let bytes = try files.contents(file, limit: ProtocolLimits.smallFileBytes)
        var found: RootID?
        if let bytes { found = try StoreHeader.decoded(bytes, path: file).id }
        if found == id { return }
        throw StoreError(
            code: .replaced,
            message: "\(path): "
                + (found.map { "another root (\($0)) is in the place of root \(id)" } ?? "root \(id) is gone")
                + "; nothing is written any more, put the root back and start again")
    }

    /// Marks the root as one that has what only programs of a version know, so that older ones refuse it untouched.
    ///
    /// - Parameter name: what no other process has, for the draft.
    func mark(version: Int, by name: String) throws(StoreError) {
        let file = self.path(RootLayout.storeFile)
        guard let bytes = try files.contents(file, limit: ProtocolLimits.smallFileBytes) else {
            throw StoreError(code: .replaced, message: "\(path): root \(id) is gone; put it back and start again")
        }
        let header = try StoreHeader.decoded(bytes, path: file)
        guard header.id == id, header.version < version else { return }
        // Several processes that do it at once write the same.
        let draft = path + "/" + Self.draftPrefix + name
        try files.runIfThere { (system) throws(FileError) in try system.unlink(draft) }
        try files.create(draft, bytes: StoreHeader(id: id, version: version).bytes)
        try files.run { (system) throws(FileError) in
            try system.rename(draft, file)
            try system.synchronizeDirectory(path)
        }
    }

    private static func trimmed(_ path: String) -> String {
        var text = Substring(path)
        while text.utf8.count > 1, text.utf8.last == UInt8(ascii: "/") { text = text.dropLast() }
        return String(text)
    }

    /// Makes the root's directory and those above it where absent, and all of them durable: one that is there may have
    /// been made by a process that died before it could. The root itself may be reached by symbolic links.
    private static func createAncestry(of path: String, _ files: StoreFiles) throws(StoreError) {
        var parent = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[..<$0]) } ?? "."
        if parent.isEmpty { parent = "/" }
        let isThere = try files.status(path) != nil
        if parent != path, path != "." { try createAncestry(of: parent, files) }
        if !isThere { try files.run { (system) throws(FileError) in try system.createDirectory(path) } }
        do throws(FileError) {
            try files.system.synchronizeDirectory(parent)
        } catch  where isThere && [EACCES, EPERM, EROFS, EINVAL].contains(error.code) {
            // A directory that is not ours to read or write was not made by us either.
        } catch {
            throw StoreError(error)
        }
    }

    private static func create(_ path: String, id: RootID, _ files: StoreFiles) throws(StoreError) {
        for name in [RootLayout.manifests, RootLayout.aside] where try files.status(path + "/" + name) != nil {
            throw StoreError(
                code: .notARoot,
                message:
                    "\(path): has \(name) but no \(RootLayout.storeFile); restore that file from a copy of the root")
        }
        let draft = path + "/" + draftPrefix + id.description
        try files.create(draft, bytes: StoreHeader(id: id).bytes)
        do throws(FileError) {
            try files.system.link(draft, path + "/" + RootLayout.storeFile)
        } catch  where error.code == EEXIST || error.code == ENOENT {
            // Another process was faster, and may have removed our draft: its header counts.
        } catch {
            throw StoreError(error)
        }
    }

    /// Removes the drafts of headers, this process's and those of processes that died; a slower one finds its own gone.
    private static func removeDrafts(_ path: String, _ files: StoreFiles) throws(StoreError) {
        for entry in try files.list(path) where entry.name.hasPrefix(draftPrefix) {
            try files.runIfThere { (system) throws(FileError) in try system.unlink(path + "/" + entry.name) }
        }
    }

    private static let draftPrefix = ".\(RootLayout.storeFile)."
}
