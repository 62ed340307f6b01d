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
            let name: String
            /// Nil where the name goes.
            let node: Int?
        }

        let parts: [Part]
    }

    struct OpenFile {
        let view: Int
        let node: Int
        let path: String
    }

    static let rootNode = 1
    private static let linksMax = 16

    var nodes: [Int: MemoryNode] = [rootNode: MemoryNode(kind: .directory)]
    var nextNode = rootNode + 1
    /// Changes of names that are not durable, oldest first.
    var changes: [Change] = []
    var open: [Int32: OpenFile] = [:]
    var nextHandle: Int32 = 3
    /// The handle that holds the lock of a node.
    var locks: [Int: Int32] = [:]
    var capacity: Int64 = .max
    var nextView = 0

    /// The node at a path; intermediate symbolic links are followed, the last one only if asked.
    func node(_ path: String, follow: Bool = false, depth: Int = 0) -> Result<Int, MemoryErrno> {
        var stack = [Self.rootNode]
        // By bytes: characters cost most of a simulation's time.
        var rest = path.utf8.split(separator: UInt8(ascii: "/"))[...]
        while let bytes = rest.popFirst() {
            let name = String(Substring(bytes))
            if name == "." { continue }
            if name == ".." {
                if stack.count > 1 { stack.removeLast() }
                continue
            }
            guard let directory = stack.last, let parent = nodes[directory], parent.kind == .directory else {
                return .failure(MemoryErrno(ENOTDIR))
            }
            guard let child = parent.names[name], let node = nodes[child] else { return .failure(MemoryErrno(ENOENT)) }
            if node.kind == .symbolicLink, follow || !rest.isEmpty {
                guard depth < Self.linksMax else { return .failure(MemoryErrno(ELOOP)) }
                let target = String(decoding: node.bytes, as: UTF8.self)
                switch self.node(target, follow: true, depth: depth + 1) {
                case .success(let reached): stack.append(reached)
                case .failure(let error): return .failure(error)
                }
            } else {
                stack.append(child)
            }
        }
        return .success(stack.last ?? Self.rootNode)
    }

    /// The directory that holds a path's last name, and that name.
    func parent(_ path: String) -> Result<(directory: Int, name: String), MemoryErrno> {
        var end = path.utf8.endIndex
        while end > path.utf8.startIndex, path.utf8[path.utf8.index(before: end)] == UInt8(ascii: "/") {
            end = path.utf8.index(before: end)
        }
        guard end > path.utf8.startIndex else { return .failure(MemoryErrno(EINVAL)) }
        let slash = path.utf8[..<end].lastIndex(of: UInt8(ascii: "/"))
        let name = String(path[(slash.map(path.utf8.index(after:)) ?? path.startIndex)..<end])
        return node(slash.map { String(path[..<$0]) } ?? "", follow: true).flatMap { directory in
            guard nodes[directory]?.kind == .directory else { return .failure(MemoryErrno(ENOTDIR)) }
            return .success((directory, name))
        }
    }

    /// Changes names as one step that is not durable yet.
    mutating func change(_ parts: [Change.Part]) {
        for part in parts { nodes[part.directory]?.names[part.name] = part.node }
        changes.append(Change(parts: parts))
    }

    /// Adds a node under a name.
    mutating func add(_ node: MemoryNode, in directory: Int, as name: String) -> Int {
        let number = nextNode
        nextNode += 1
        nodes[number] = node
        change([Change.Part(directory: directory, name: name, node: number)])
        return number
    }

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
        let named = nodes.values.flatMap(\.names.values)
        for number in named + open.values.map(\.node) where seen.insert(number).inserted {
            if let node = nodes[number], node.kind == .file { total += Int64(node.bytes.count) }
        }
        return total
    }
}
