// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
package import KafkaClient
import Platform

extension EpochStore {
    /// Publishes a sealed epoch of this store that was committed. Does again, after an error or a crash between any two
    /// steps, exactly what is left to do; errors of the file system are retried by the caller for as long as it takes.
    @discardableResult
    package func publish(_ id: EpochID) throws(StoreError) -> PublishReport {
        guard case .sealed(let manifest)? = live[id] else {
            preconditionFailure("only a sealed epoch can be published")
        }
        let report = try publish(manifest, from: directory(of: id))
        live[id] = nil
        return report
    }

    /// Step 4 of the protocol for an epoch in any directory that this process holds.
    func publish(_ manifest: Manifest, from directory: String) throws(StoreError) -> PublishReport {
        var report = PublishReport(manifest: manifest)
        FaultPoint.reach(.publishBegun)
        for file in manifest.files {
            if try !link(file, from: directory) { report.missing.append(file) }
            FaultPoint.reach(.dataLinked)
        }
        try tree.synchronize()
        FaultPoint.reach(.dataDirectoriesSynchronized)
        try linkManifest(manifest, from: directory)
        try finishPublishing(manifest, in: directory)
        return report
    }

    /// Makes a linked manifest durable and removes the epoch's pending names.
    func finishPublishing(_ manifest: Manifest, in directory: String) throws(StoreError) {
        let published = try tree.ensure(index.directoryNames(of: manifest.topicPartition))
        tree.touch(published)
        try tree.synchronize()
        FaultPoint.reach(.manifestDirectorySynchronized)
        try index.insert(manifest)
        try complete.publish(manifest, coverage: index.coverage(manifest), outputs: outputs, tree: &tree)
        FaultPoint.reach(.completeWritten)
        for file in manifest.files {
            try files.runIfThere { (system) throws(FileError) in try system.unlink(directory + "/" + file.name) }
            FaultPoint.reach(.pendingNameUnlinked)
        }
        // The manifest goes last: while it is there the next start comes back to this line.
        for entry in try files.list(directory) where entry.name != EpochDirectory.manifest {
            try files.runIfThere { (system) throws(FileError) in try system.unlink(directory + "/" + entry.name) }
        }
        try files.removeDirectory(directory, first: EpochDirectory.manifest)
        FaultPoint.reach(.epochDirectoryRemoved)
        try removeCovered(by: manifest)
        if !manifest.isJump, manifest.generation.supersedes { try removeSuperseded(by: manifest) }
        rollUpIfNeeded(manifest.topicPartition)
    }

    /// Links one data file to its final name; false where both names are missing.
    private func link(_ file: FileEntry, from directory: String) throws(StoreError) -> Bool {
        guard let path = ConfinedPath(file.path) else {
            throw StoreError(code: .escape, message: "the path of file \(file.name) leaves the root")
        }
        let parent = try tree.ensure(Array(path.names.dropLast()))
        tree.touch(parent)
        let source = directory + "/" + file.name
        let target = root.path(file.path)
        do throws(FileError) {
            try root.fileSystem.link(source, target)
            return true
        } catch  where error.code == EEXIST || error.code == ENOENT {
            guard let found = try files.status(target) else { return false }
            if try isSame(found, target, as: file, source: source) { return true }
            throw StoreError(
                code: .conflict,
                message: "\(target): taken by a file with other contents; move it away, the epoch waits for it")
        } catch  where error.code == EXDEV {
            throw StoreError(
                code: .escape,
                message: "\(parent): on another file system than the root; a root has to lie on one", cause: error)
        } catch {
            throw StoreError(error)
        }
    }

    private func isSame(
        _ found: FileStatus, _ target: String, as file: FileEntry, source: String
    ) throws(StoreError) -> Bool {
        guard found.kind == .file else { return false }
        if let own = try files.status(source), own.device == found.device, own.inode == found.inode { return true }
        guard found.size == file.bytes else { return false }
        return try files.checksum(target) == file.checksum
    }

    private func linkManifest(_ manifest: Manifest, from directory: String) throws(StoreError) {
        let published = try tree.ensure(index.directoryNames(of: manifest.topicPartition))
        let target = published + "/" + ManifestName(manifest).description
        do throws(FileError) {
            try root.fileSystem.link(directory + "/" + EpochDirectory.manifest, target)
        } catch  where error.code == EEXIST {
            // The name holds the epoch's drawn id: it was linked before.
        } catch  where error.code == ENOENT {
            // Its pending name goes while the epoch's directory is removed; what failed then is done again.
            if try files.status(target) == nil { throw StoreError(error) }
        } catch {
            throw StoreError(error)
        }
        FaultPoint.reach(.manifestLinked)
    }
}

extension Manifest {
    package var topicPartition: TopicPartition { TopicPartition(topic: topic, partition: partition) }
}
