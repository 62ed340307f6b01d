// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Platform

/// The contents of a `MemoryDisk`: a value, so that a disk can be copied.
struct MemoryDiskState {
    /// One change of names that happens as a whole or, at a power cut, not at all.
    struct Change {
        struct Part {
            let directory: Int
            let name: Substring
            /// Nil where the name goes.
            let node: Int?
        }

        let first: Part
        /// The new name of a rename.
        var second: Part?

        func isIn(_ directory: Int) -> Bool { first.directory == directory || second?.directory == directory }

        /// Whether both are about one name.
        func meets(_ other: Change) -> Bool {
            other.isAbout(first) || (second.map(other.isAbout) ?? false)
        }

        private func isAbout(_ part: Part) -> Bool {
            (first.directory == part.directory && first.name == part.name)
                || (second.map { $0.directory == part.directory && $0.name == part.name } ?? false)
        }
    }

    struct OpenFile {
        let view: Int
        let node: Int
        let path: String
    }

    static let rootNode = 0
    private static let linksMax = 16
    private static let slash = UInt8(ascii: "/")

    var nodes: [MemoryNode] = [MemoryNode(kind: .directory)]
    /// Changes of names that are not durable, oldest first.
    var changes: [Change] = []
    var open: [Int32: OpenFile] = [:]
    var nextHandle: Int32 = 3
    /// The handle that holds the lock of a node.
    var locks: [Int: Int32] = [:]
    var capacity: Int64 = .max
    var nextView = 0
    /// Directories by path, as far as they were looked for: walking the names costs most of a simulation's time.
    private var known: [MemoryPath: Int] = [:]

    // MARK: - Paths

    /// The node at a path; intermediate symbolic links are followed, the last one only if asked.
    mutating func node(_ path: String, follow: Bool = false) -> Result<Int, MemoryErrno> {
        let (directory, name) = Self.split(path[...])
        if follow || Self.isSpecial(name) { return directoryNode(path[...], follow: follow) }
        return directoryNode(directory, follow: true).flatMap { parent in
            guard nodes[parent].kind == .directory else { return .failure(MemoryErrno(ENOTDIR)) }
            guard let number = nodes[parent].names[name] else { return .failure(MemoryErrno(ENOENT)) }
            return .success(number)
        }
    }

    /// The directory that holds a path's last name, and that name.
    mutating func parent(_ path: String) -> Result<(directory: Int, name: Substring), MemoryErrno> {
        var (directory, name) = Self.split(path[...])
        while name.isEmpty, !directory.isEmpty { (directory, name) = Self.split(directory) }
        guard !name.isEmpty else { return .failure(MemoryErrno(EINVAL)) }
        let found = name
        return directoryNode(directory, follow: true).flatMap { number in
            guard nodes[number].kind == .directory else { return .failure(MemoryErrno(ENOTDIR)) }
            return .success((number, found))
        }
    }

    /// What stands before the last `/` and what behind it.
    private static func split(_ path: Substring) -> (directory: Substring, name: Substring) {
        let utf8 = path.utf8
        let place = utf8.withContiguousStorageIfAvailable { $0.lastIndex(of: slash) } ?? nil
        guard let place else { return ("", path) }
        let index = utf8.index(utf8.startIndex, offsetBy: place)
        return (path[..<index], path[utf8.index(after: index)...])
    }

    private static func isSpecial(_ name: Substring) -> Bool { name.isEmpty || name == "." || name == ".." }

    private mutating func directoryNode(_ path: Substring, follow: Bool) -> Result<Int, MemoryErrno> {
        if let number = plainDirectory(path) { return .success(number) }
        return walk(path, follow: follow, depth: 0)
    }

    /// The directory at a path that leads through directories alone, neither through links nor through `..`.
    private mutating func plainDirectory(_ path: Substring) -> Int? {
        if path.isEmpty { return Self.rootNode }
        let key = MemoryPath(path)
        if let number = known[key] { return number }
        let (directory, name) = Self.split(path)
        guard !Self.isSpecial(name), let parent = plainDirectory(directory), let number = nodes[parent].names[name],
            nodes[number].kind == .directory
        else { return nil }
        known[key] = number
        return number
    }

    private func walk(_ path: Substring, follow: Bool, depth: Int) -> Result<Int, MemoryErrno> {
        var stack = [Self.rootNode]
        // By bytes: characters are slow.
        var rest = path.utf8.split(separator: Self.slash)[...]
        while let bytes = rest.popFirst() {
            let name = Substring(bytes)
            if name == "." { continue }
            if name == ".." {
                if stack.count > 1 { stack.removeLast() }
                continue
            }
            let parent = stack.last ?? Self.rootNode
            guard nodes[parent].kind == .directory else { return .failure(MemoryErrno(ENOTDIR)) }
            guard let child = nodes[parent].names[name] else { return .failure(MemoryErrno(ENOENT)) }
            guard nodes[child].kind == .symbolicLink, follow || !rest.isEmpty else {
                stack.append(child)
                continue
            }
            guard depth < Self.linksMax else { return .failure(MemoryErrno(ELOOP)) }
            let target = String(decoding: nodes[child].bytes, as: UTF8.self)
            switch walk(target[...], follow: true, depth: depth + 1) {
            case .success(let reached): stack.append(reached)
            case .failure(let error): return .failure(error)
            }
        }
        return .success(stack.last ?? Self.rootNode)
    }

    /// Forgets where directories are.
    mutating func forgetPaths() { known = [:] }

    // MARK: - Names

    /// Changes names as one step that is not durable yet.
    mutating func change(_ first: Change.Part, _ second: Change.Part? = nil) {
        for part in [first, second] {
            guard let part else { continue }
            if second != nil {
                if let node = part.node, nodes[node].kind == .directory { forgetPaths() }
            } else if part.node == nil, let old = nodes[part.directory].names[part.name],
                nodes[old].kind == .directory, let index = known.firstIndex(where: { $0.value == old })
            {
                known.remove(at: index)
                if known.contains(where: { $0.value == old }) { forgetPaths() }
            }
            nodes[part.directory].setName(part.name, part.node)
        }
        changes.append(Change(first: first, second: second))
    }

    /// Adds a node under a name.
    mutating func add(_ node: MemoryNode, in directory: Int, as name: Substring) -> Int {
        nodes.append(node)
        change(Change.Part(directory: directory, name: name, node: nodes.count - 1))
        return nodes.count - 1
    }

    // MARK: - Descriptors

    mutating func openHandle(_ node: Int, path: String, view: Int) -> Int32 {
        let handle = nextHandle
        nextHandle += 1
        open[handle] = OpenFile(view: view, node: node, path: path)
        return handle
    }

    mutating func close(_ handle: Int32) {
        guard let file = open.removeValue(forKey: handle) else { return }
        if locks[file.node] == handle { locks[file.node] = nil }
    }

    /// Ends a process: its descriptors and locks go, what it wrote stays visible.
    mutating func endProcess(_ view: Int) {
        for (handle, file) in open where file.view == view { close(handle) }
    }

    /// Bytes of all files that have a name or are open.
    var used: Int64 {
        var seen: Set<Int> = []
        var total: Int64 = 0
        let named = nodes.flatMap { $0.names.map(\.node) }
        for number in named + open.values.map(\.node) where seen.insert(number).inserted {
            if nodes[number].kind == .file { total += Int64(nodes[number].bytes.count) }
        }
        return total
    }
}
