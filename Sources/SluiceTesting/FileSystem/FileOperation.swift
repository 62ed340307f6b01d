// Sluice
// SPDX-License-Identifier: Apache-2.0

/// An operation of `FileSystem`, as faults and the call log name it.
package enum FileOperation: String, Sendable, CaseIterable {
    case createDirectory, createFile, openFile, write, read, synchronize, synchronizeDirectory, link, rename, unlink
    case removeDirectory, list, status, lock, freeSpace

    /// Whether the operation changes something, so that a process may die right after it.
    package var isEffect: Bool {
        switch self {
        case .openFile, .read, .list, .status, .freeSpace: false
        default: true
        }
    }
}
