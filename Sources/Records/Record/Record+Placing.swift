// Sluice
// SPDX-License-Identifier: Apache-2.0

extension Record {
    /// Whether a value of so many bytes can be given to a slot, with all the objects that are missing on the way.
    @inline(always)
    func canSet(_ slot: Slot, bytes: Int) -> Bool {
        let index = Int(slot.index)
        guard index < pathNodes.count, scratch.count &+ bytes < RecordsLimits.editBytesMax - 128 else { return false }
        return pathNodes[index] != 0 || canAdd(index)
    }

    /// Whether a member can be added at a path where there is none; each name of the path takes a node and two bytes.
    @inline(always)
    private func canAdd(_ index: Int) -> Bool {
        guard tape.count > 0, index > RecordLayout.root,
            tape.count &+ RecordsLimits.pathNamesMax < RecordsLimits.valuesMax
        else { return false }
        let parent = trie.paths[index].parent
        return tape[parent == RecordLayout.root ? 0 : nearestNode(parent)].kind == .object
    }

    /// The node of a path or, where it is missing, of the nearest path above it.
    @inline(never)
    private func nearestNode(_ path: Int) -> Int {
        var path = path
        while path != RecordLayout.root, pathNodes[path] == 0 { path = trie.paths[path].parent }
        return path == RecordLayout.root ? 0 : Int(pathNodes[path])
    }

    /// Whether a string content of so many bytes fits, each of which may need an escape of six.
    func hasRoom(forContent bytes: Int) -> Bool {
        bytes < RecordsLimits.editBytesMax / 8 && scratch.count + bytes * 6 + 2 < RecordsLimits.editBytesMax
    }

    /// Makes scratch text the value of a slot that `canSet` allowed.
    @inline(always)
    mutating func set(_ slot: Slot, _ kind: ValueKind, _ content: Range<Int>, isEscaped: Bool) -> Bool {
        let path = Int(slot.index)
        if pathNodes[path] == 0 { return add(Node(added: kind, content, isEscaped: isEscaped), at: path) != 0 }
        replace(Int(pathNodes[path]), by: kind, content: content, isEscaped: isEscaped)
        return true
    }

    /// Adds a value, and the objects above it that are missing, at a path where there is none.
    ///
    /// - Returns: its node, 0 at a limit.
    @inline(always)
    private mutating func add(_ value: Node, at path: Int) -> Int {
        let place = trie.paths[path]
        let object = place.parent == RecordLayout.root ? 0 : objectForAdding(at: place.parent)
        guard object >= 0 else { return 0 }
        let node = addMember(to: object, name: place.name, value)
        pathNodes[path] = UInt32(truncatingIfNeeded: node)
        return node
    }

    /// The object at a path below the top, added where it is missing; -1 at a limit.
    @inline(never)
    private mutating func objectForAdding(at path: Int) -> Int {
        if pathNodes[path] != 0 { return Int(pathNodes[path]) }
        let start = scratch.count
        scratch.append("{}")
        let object = add(Node(added: .object, start..<start + 2, isEscaped: false), at: path)
        if object == 0 { return -1 }
        setContents(of: object, object + 1..<object + 1)
        return object
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
        let node = failure == nil ? nodeForSetting(Int(slot.index)) : 0
        guard node != 0 else {
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

    /// The node at a path; added with a value of no meaning where it is missing, 0 at a limit.
    private mutating func nodeForSetting(_ path: Int) -> Int {
        if pathNodes[path] != 0 { return Int(pathNodes[path]) }
        return add(Node(added: .null, 0..<0, isEscaped: false), at: path)
    }

    /// Turns line breaks of the scratch text, which only stand between values, into spaces.
    private mutating func joinLines(from start: Int) {
        for position in start..<scratch.count where scratch.window[position] == 0x0a || scratch.window[position] == 0x0d
        {
            scratch.replace(at: position, with: 0x20)
        }
    }
}
