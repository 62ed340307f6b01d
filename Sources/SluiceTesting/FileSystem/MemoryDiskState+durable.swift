// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform

extension MemoryDiskState {
    /// Makes a file's bytes durable, unless an earlier failure has lost them.
    mutating func synchronize(_ number: Int) {
        guard var node = nodes[number], !node.isLost else { return }
        node.durableBytes = node.bytes
        node.isDirty = false
        nodes[number] = node
    }

    /// Makes a directory's names durable. A rename is durable on both sides once it is on one.
    mutating func synchronizeDirectory(_ number: Int) {
        var wanted = changes.indices.filter { index in changes[index].parts.contains { $0.directory == number } }
        var chosen = Set(wanted)
        // What happened before to the same names cannot come after.
        while let index = wanted.popLast() {
            let parts = changes[index].parts
            for earlier in changes.indices[..<index] where !chosen.contains(earlier) {
                let isSame = changes[earlier].parts.contains { old in
                    parts.contains { $0.directory == old.directory && $0.name == old.name }
                }
                if isSame {
                    chosen.insert(earlier)
                    wanted.append(earlier)
                }
            }
        }
        for index in chosen.sorted() { keep(changes[index]) }
        changes = changes.indices.filter { !chosen.contains($0) }.map { changes[$0] }
    }

    /// The power goes: of what was not synchronized any subset stays, chosen by the generator. All processes end.
    mutating func cutPower(using generator: inout some RandomNumberGenerator) {
        for change in changes where Bool.random(using: &generator) { keep(change) }
        changes = []
        for number in nodes.keys.sorted() {
            guard var node = nodes[number] else { continue }
            node.names = node.durableNames
            if node.isDirty { node.bytes = Self.torn(node, using: &generator) }
            node.durableBytes = node.bytes
            (node.isDirty, node.isLost) = (false, false)
            nodes[number] = node
        }
        open = [:]
        locks = [:]
    }

    private mutating func keep(_ change: Change) {
        for part in change.parts { nodes[part.directory]?.durableNames[part.name] = part.node }
    }

    /// What is left of a file that was written and not synchronized: its old bytes, its new ones, or a part of them
    /// with zeros behind or nothing.
    private static func torn(_ node: MemoryNode, using generator: inout some RandomNumberGenerator) -> [UInt8] {
        let cut = Int.random(in: 0...node.bytes.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: return node.durableBytes
        case 1: return node.isLost ? node.durableBytes : node.bytes
        case 2: return Array(node.bytes[..<cut])
        default: return node.bytes[..<cut] + [UInt8](repeating: 0, count: node.bytes.count - cut)
        }
    }
}
