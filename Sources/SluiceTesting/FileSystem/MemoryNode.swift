// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform

/// A file, directory or symbolic link of a `MemoryDisk`, as programs see it and as a power cut leaves it.
struct MemoryNode {
    var kind: FileKind
    /// A file's bytes, or a symbolic link's target.
    var bytes: [UInt8] = []
    /// A file's bytes that no power cut takes.
    var durableBytes: [UInt8] = []
    /// Whether bytes were written since they were last made durable.
    var isDirty = false
    /// Whether an `fsync` failed: later ones report success and keep nothing.
    var isLost = false
    /// A directory's names and their nodes.
    var names: [String: Int] = [:]
    var durableNames: [String: Int] = [:]
}
