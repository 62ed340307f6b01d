// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform

/// What one root has published of one topic-partition for one group: a directory of manifests.
struct PublishedPartition: Hashable, Comparable {
    /// What is judged as one: the same in all roots.
    struct Key: Hashable, Comparable {
        /// The group as the names of directories have it.
        let groupName: String
        let topic: String
        let partition: Int32

        static func < (left: Self, right: Self) -> Bool {
            (left.groupName, left.topic, left.partition) < (right.groupName, right.topic, right.partition)
        }
    }

    let key: Key
    /// Path below the root.
    let directory: String

    static func < (left: Self, right: Self) -> Bool { left.key < right.key }

    /// All partitions of a root, sorted. What is in `_manifests` and is no directory is not followed.
    static func all(in root: String, system: any FileSystem) throws(ArchiveReadError) -> [PublishedPartition] {
        var found: [PublishedPartition] = []
        let top = RootLayout.manifests
        for group in try directories(top, root, system) {
            for topic in try directories("\(top)/\(group)", root, system) {
                for partition in try directories("\(top)/\(group)/\(topic)", root, system) {
                    guard let number = Int32(partition), String(number) == partition, number >= 0 else { continue }
                    found.append(
                        PublishedPartition(
                            key: Key(groupName: group, topic: topic, partition: number),
                            directory: "\(top)/\(group)/\(topic)/\(partition)"))
                }
            }
        }
        return found.sorted()
    }

    /// The published manifests, each once.
    func manifests(in root: ArchiveRoot) throws(ArchiveReadError) -> ManifestListing {
        do throws(StoreError) {
            return try ManifestListing(
                ManifestDirectory(path: root.path(directory), files: root.files))
        } catch {
            throw ArchiveReadError(.file, error.message, cause: error.cause)
        }
    }

    /// The names in a directory; none where it does not exist.
    static func list(_ path: String, _ system: any FileSystem) throws(ArchiveReadError) -> [DirectoryEntry] {
        do throws(StoreError) {
            return try StoreFiles(system: system).list(path)
        } catch {
            throw ArchiveReadError(.file, error.message, cause: error.cause)
        }
    }

    private static func directories(
        _ path: String, _ root: String, _ system: any FileSystem
    ) throws(ArchiveReadError) -> [String] {
        // `list` would follow a link in place of the directory itself.
        let status: FileStatus?
        do throws(FileError) { status = try system.status(root + "/" + path) } catch { throw ArchiveReadError(error) }
        guard status?.kind == .directory else { return [] }
        return try list(root + "/" + path, system).filter { $0.kind == .directory }.map(\.name)
    }
}
