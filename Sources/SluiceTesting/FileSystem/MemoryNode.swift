// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform

/// A file, directory or symbolic link of a `MemoryDisk`, as programs see it and as a power cut leaves it.
struct MemoryNode {
    let kind: FileKind
    /// A file's bytes, or a symbolic link's target.
    var bytes: [UInt8] = []
    /// A file's bytes that no power cut takes.
    var durableBytes: [UInt8] = []
    /// Whether bytes were written since they were last made durable.
    var isDirty = false
    /// Whether an `fsync` failed: later ones report success and keep nothing.
    var isLost = false
    /// A directory's names and their nodes. Names are parts of the paths that made them.
    private(set) var names = MemoryNames()
    var durableNames = MemoryNames()
    /// The directory's entries, sorted, since it was last listed and not changed.
    var listing: [DirectoryEntry]?

    init(kind: FileKind, bytes: [UInt8] = []) {
        self.kind = kind
        self.bytes = bytes
    }

    /// Gives a name to a node, or to none.
    mutating func setName(_ name: Substring, _ node: Int?) {
        names[name] = node
        listing = nil
    }

    /// A power cut leaves of the names what is durable.
    mutating func forgetNames() {
        names = durableNames
        listing = nil
    }
}
