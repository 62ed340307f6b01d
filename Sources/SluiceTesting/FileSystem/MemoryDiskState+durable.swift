// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform

extension MemoryDiskState {
    /// Makes a file's bytes durable, unless an earlier failure has lost them.
    mutating func synchronize(_ number: Int) {
        guard !nodes[number].isLost else { return }
        nodes[number].durableBytes = nodes[number].bytes
        nodes[number].isDirty = false
    }

    /// Makes a directory's names durable. A rename is durable on both sides once it is on one.
    mutating func synchronizeDirectory(_ number: Int) {
        guard changes.contains(where: { $0.isIn(number) }) else { return }
        var chosen = changes.map { $0.isIn(number) }
        // What happened before to the same names cannot come after. Changes of this directory alone are all chosen.
        var wanted = changes.indices.filter { chosen[$0] && changes[$0].second != nil }
        while let index = wanted.popLast() {
            for earlier in changes.indices[..<index] where !chosen[earlier] && changes[earlier].meets(changes[index]) {
                chosen[earlier] = true
                wanted.append(earlier)
            }
        }
        var rest: [Change] = []
        for index in changes.indices {
            if chosen[index] { keep(changes[index]) } else { rest.append(changes[index]) }
        }
        changes = rest
    }

    /// The power goes: of what was not synchronized any subset stays, chosen by the generator. All processes end.
    mutating func cutPower(using generator: inout some RandomNumberGenerator) {
        for change in changes where Bool.random(using: &generator) { keep(change) }
        changes = []
        for number in nodes.indices {
            nodes[number].forgetNames()
            if nodes[number].isDirty { nodes[number].bytes = Self.torn(nodes[number], using: &generator) }
            nodes[number].durableBytes = nodes[number].bytes
            (nodes[number].isDirty, nodes[number].isLost) = (false, false)
        }
        open = [:]
        locks = [:]
        forgetPaths()
    }

    private mutating func keep(_ change: Change) {
        keep(change.first)
        if let second = change.second { keep(second) }
    }

    private mutating func keep(_ part: Change.Part) {
        nodes[part.directory].durableNames[part.name] = part.node
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
