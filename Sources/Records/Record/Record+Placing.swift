// Sluice
// SPDX-License-Identifier: Apache-2.0

extension Record {
    /// Whether a value of so many bytes can be given to a slot, with all the objects that are missing on the way.
    func canSet(_ slot: Slot, bytes: Int) -> Bool {
        let index = Int(slot.index)
        guard index < pathNodes.count, scratch.count &+ bytes < RecordsLimits.editBytesMax - 128 else { return false }
        return pathNodes[index] != 0 || canAdd(index)
    }

    /// Whether a member can be added at a path where there is none; each name of the path takes a node and two bytes.
    @inline(never)
    private func canAdd(_ index: Int) -> Bool {
        guard tape.count > 0, index > RecordLayout.root,
            tape.count + RecordsLimits.pathNamesMax < RecordsLimits.valuesMax
        else { return false }
        var parent = trie.paths[index].parent
        while parent != RecordLayout.root, pathNodes[parent] == 0 { parent = trie.paths[parent].parent }
        return tape[parent == RecordLayout.root ? 0 : Int(pathNodes[parent])].kind == .object
    }

    /// Whether a string content of so many bytes fits, each of which may need an escape of six.
    func hasRoom(forContent bytes: Int) -> Bool {
        bytes < RecordsLimits.editBytesMax / 8 && scratch.count + bytes * 6 + 2 < RecordsLimits.editBytesMax
    }

    /// Makes scratch text the value of a slot that `canSet` allowed.
    mutating func set(_ slot: Slot, _ kind: ValueKind, _ content: Range<Int>, isEscaped: Bool) -> Bool {
        guard let node = nodeForSetting(Int(slot.index)) else { return false }
        replace(node, by: kind, content: content, isEscaped: isEscaped)
        return true
    }

    /// The node at a path; adds it, and the objects above it, where it is missing.
    @inline(always)
    private mutating func nodeForSetting(_ path: Int) -> Int? {
        pathNodes[path] != 0 ? Int(pathNodes[path]) : addNode(at: path)
    }

    @inline(never)
    private mutating func addNode(at path: Int) -> Int? {
        let place = trie.paths[path]
        var object = 0
        if place.parent != RecordLayout.root {
            let isMissing = pathNodes[place.parent] == 0
            guard let parent = nodeForSetting(place.parent) else { return nil }
            object = parent
            if isMissing {
                let start = scratch.count
                scratch.append("{}")
                replace(parent, by: .object, content: start..<start + 2, isEscaped: false)
                setContents(of: parent, parent + 1..<parent + 1)
            }
        }
        guard let node = addMember(to: object, name: place.name) else { return nil }
        pathNodes[path] = UInt32(truncatingIfNeeded: node)
        return node
    }

    /// Scans the end of the scratch text and makes it the value of a slot that `canSet` allowed.
    mutating func setScratchJSON(_ slot: Slot, from start: Int) -> Bool {
        let first = tape.count
        let oldEdits = edits.count
        let oldState = (editsAreSorted, editsScratch, breaksLine, duplicateKeys)
        for path in 0..<pathNodes.count { savedPaths[path] = pathNodes[path] }
        memberIndex.removeAll()
        breaksLine = false
        let failure = scan(
            ScanRange(
                text: scratch.window, start: start, isInScratch: true, path: Int(slot.index),
                depth: trie.depth(of: Int(slot.index)), needsObject: false))
        let joins = breaksLine
        breaksLine = oldState.2
        guard failure == nil, let node = nodeForSetting(Int(slot.index)) else {
            for path in 0..<pathNodes.count { pathNodes[path] = savedPaths[path] }
            tape.count = first
            edits.count = oldEdits
            (editsAreSorted, editsScratch, _, duplicateKeys) = oldState
            scratch.truncate(to: start)
            return false
        }
        if joins { joinLines(from: start) }
        let value = tape[first]
        replace(
            node, by: value.kind, content: Int(value.start)..<Int(value.end), isEscaped: value.has(Node.escaped))
        if value.isContainer { setContents(of: node, first + 1..<Int(value.next)) }
        return true
    }

    /// Turns line breaks of the scratch text, which only stand between values, into spaces.
    private mutating func joinLines(from start: Int) {
        for position in start..<scratch.count where scratch.window[position] == 0x0a || scratch.window[position] == 0x0d
        {
            scratch.replace(at: position, with: 0x20)
        }
    }
}
