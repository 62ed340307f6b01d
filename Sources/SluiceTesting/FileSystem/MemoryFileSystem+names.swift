// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
package import Platform

extension MemoryFileSystem {
    package func createDirectory(_ path: String) throws(FileError) {
        try perform(.createDirectory, path) { (state) throws(MemoryErrno) in
            let place = try state.parent(path).get()
            if state.nodes[place.directory].names[place.name] != nil { return }
            _ = state.add(MemoryNode(kind: .directory), in: place.directory, as: place.name)
        }
    }

    package func synchronizeDirectory(_ path: String) throws(FileError) {
        try perform(.synchronizeDirectory, path) { (state) throws(MemoryErrno) in
            let number = try state.node(path, follow: true).get()
            guard state.nodes[number].kind == .directory else { throw MemoryErrno(ENOTDIR) }
            state.synchronizeDirectory(number)
        }
    }

    package func link(_ source: String, _ target: String) throws(FileError) {
        try perform(.link, "\(source) -> \(target)") { (state) throws(MemoryErrno) in
            let number = try state.node(source).get()
            guard state.nodes[number].kind == .file else { throw MemoryErrno(EPERM) }
            let place = try state.parent(target).get()
            guard state.nodes[place.directory].names[place.name] == nil else { throw MemoryErrno(EEXIST) }
            state.change(.init(directory: place.directory, name: place.name, node: number))
        }
    }

    package func rename(_ source: String, _ target: String) throws(FileError) {
        try perform(.rename, "\(source) -> \(target)") { (state) throws(MemoryErrno) in
            let number = try state.node(source).get()
            let (from, to) = (try state.parent(source).get(), try state.parent(target).get())
            if let old = state.nodes[to.directory].names[to.name] {
                if old == number { return }
                let (kind, there) = (state.nodes[number].kind, state.nodes[old].kind)
                if there == .directory, kind != .directory { throw MemoryErrno(EISDIR) }
                if there != .directory, kind == .directory { throw MemoryErrno(ENOTDIR) }
                if !state.nodes[old].names.isEmpty { throw MemoryErrno(ENOTEMPTY) }
            }
            state.change(
                .init(directory: from.directory, name: from.name, node: nil),
                .init(directory: to.directory, name: to.name, node: number))
        }
    }

    package func unlink(_ path: String) throws(FileError) {
        try perform(.unlink, path) { (state) throws(MemoryErrno) in
            let number = try state.node(path).get()
            guard state.nodes[number].kind != .directory else { throw MemoryErrno(EISDIR) }
            let place = try state.parent(path).get()
            state.change(.init(directory: place.directory, name: place.name, node: nil))
        }
    }

    package func removeDirectory(_ path: String) throws(FileError) {
        try perform(.removeDirectory, path) { (state) throws(MemoryErrno) in
            let number = try state.node(path).get()
            guard state.nodes[number].kind == .directory else { throw MemoryErrno(ENOTDIR) }
            guard state.nodes[number].names.isEmpty else { throw MemoryErrno(ENOTEMPTY) }
            let place = try state.parent(path).get()
            state.change(.init(directory: place.directory, name: place.name, node: nil))
        }
    }

    package func list(_ path: String) throws(FileError) -> [DirectoryEntry] {
        try perform(.list, path) { (state) throws(MemoryErrno) in
            let number = try state.node(path, follow: true).get()
            guard state.nodes[number].kind == .directory else { throw MemoryErrno(ENOTDIR) }
            if let listing = state.nodes[number].listing { return listing }
            let listing = state.nodes[number].names
                .map { DirectoryEntry(name: String($0.name), kind: state.nodes[$0.node].kind) }
                .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
            state.nodes[number].listing = listing
            return listing
        }
    }

    package func status(_ path: String) throws(FileError) -> FileStatus? {
        try perform(.status, path) { (state) throws(MemoryErrno) in
            switch state.node(path) {
            case .failure(let error):
                if error.code == ENOENT { return nil }
                throw error
            case .success(let number):
                return FileStatus(
                    kind: state.nodes[number].kind, size: Int64(state.nodes[number].bytes.count), device: 1,
                    inode: UInt64(number))
            }
        }
    }
}
