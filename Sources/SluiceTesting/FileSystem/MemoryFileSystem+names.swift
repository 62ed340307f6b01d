// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
package import Platform

extension MemoryFileSystem {
    package func createDirectory(_ path: String) throws(FileError) {
        try perform(.createDirectory, path) { (state) throws(MemoryErrno) in
            let place = try state.parent(path).get()
            if state.nodes[place.directory]?.names[place.name] != nil { return }
            _ = state.add(MemoryNode(kind: .directory), in: place.directory, as: place.name)
        }
    }

    package func synchronizeDirectory(_ path: String) throws(FileError) {
        try perform(.synchronizeDirectory, path) { (state) throws(MemoryErrno) in
            let number = try state.node(path, follow: true).get()
            guard state.nodes[number]?.kind == .directory else { throw MemoryErrno(ENOTDIR) }
            state.synchronizeDirectory(number)
        }
    }

    package func link(_ source: String, _ target: String) throws(FileError) {
        try perform(.link, "\(source) -> \(target)") { (state) throws(MemoryErrno) in
            let number = try state.node(source).get()
            guard state.nodes[number]?.kind == .file else { throw MemoryErrno(EPERM) }
            let place = try state.parent(target).get()
            guard state.nodes[place.directory]?.names[place.name] == nil else { throw MemoryErrno(EEXIST) }
            state.change([.init(directory: place.directory, name: place.name, node: number)])
        }
    }

    package func rename(_ source: String, _ target: String) throws(FileError) {
        try perform(.rename, "\(source) -> \(target)") { (state) throws(MemoryErrno) in
            let number = try state.node(source).get()
            let (from, to) = (try state.parent(source).get(), try state.parent(target).get())
            if let old = state.nodes[to.directory]?.names[to.name], let there = state.nodes[old] {
                if old == number { return }
                if there.kind == .directory, state.nodes[number]?.kind != .directory { throw MemoryErrno(EISDIR) }
                if there.kind != .directory, state.nodes[number]?.kind == .directory { throw MemoryErrno(ENOTDIR) }
                if !there.names.isEmpty { throw MemoryErrno(ENOTEMPTY) }
            }
            state.change([
                .init(directory: from.directory, name: from.name, node: nil),
                .init(directory: to.directory, name: to.name, node: number),
            ])
        }
    }

    package func unlink(_ path: String) throws(FileError) {
        try perform(.unlink, path) { (state) throws(MemoryErrno) in
            let number = try state.node(path).get()
            guard state.nodes[number]?.kind != .directory else { throw MemoryErrno(EISDIR) }
            let place = try state.parent(path).get()
            state.change([.init(directory: place.directory, name: place.name, node: nil)])
        }
    }

    package func removeDirectory(_ path: String) throws(FileError) {
        try perform(.removeDirectory, path) { (state) throws(MemoryErrno) in
            let number = try state.node(path).get()
            guard let node = state.nodes[number], node.kind == .directory else { throw MemoryErrno(ENOTDIR) }
            guard node.names.isEmpty else { throw MemoryErrno(ENOTEMPTY) }
            let place = try state.parent(path).get()
            state.change([.init(directory: place.directory, name: place.name, node: nil)])
        }
    }

    package func list(_ path: String) throws(FileError) -> [DirectoryEntry] {
        try perform(.list, path) { (state) throws(MemoryErrno) in
            let number = try state.node(path, follow: true).get()
            guard let node = state.nodes[number], node.kind == .directory else { throw MemoryErrno(ENOTDIR) }
            return node.names.map { DirectoryEntry(name: $0.key, kind: state.nodes[$0.value]?.kind ?? .other) }
                .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
        }
    }

    package func status(_ path: String) throws(FileError) -> FileStatus? {
        try perform(.status, path) { (state) throws(MemoryErrno) in
            switch state.node(path) {
            case .failure(let error):
                if error.code == ENOENT { return nil }
                throw error
            case .success(let number):
                guard let node = state.nodes[number] else { return nil }
                return FileStatus(
                    kind: node.kind, size: Int64(node.bytes.count), device: 1, inode: UInt64(number))
            }
        }
    }
}
