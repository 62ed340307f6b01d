// Sluice
// SPDX-License-Identifier: Apache-2.0

extension Record {
    /// Notes an edit at its place in the order of the text; edits that belong far before the last one wait for a sort.
    mutating func append(_ edit: Edit) {
        if edit.start & Edit.inScratch != 0 { editsScratch = true }
        edits.append(edit)
        let last = edits.count &- 1
        if last == 0 || edits[last &- 1].start <= edit.start { return }
        insert(edit, before: last)
    }

    @inline(never)
    private mutating func insert(_ edit: Edit, before last: Int) {
        let edits = edits.window
        let first = max(0, last - RecordsLimits.insertedEditsMax)
        var place = last
        while place > first, edits[place &- 1].start > edit.start {
            edits[place] = edits[place &- 1]
            place &-= 1
        }
        edits[place] = edit
        if place == first, place > 0, edits[place &- 1].start > edit.start { editsAreSorted = false }
    }

    /// Takes a member with its name out of its object.
    mutating func removeMember(_ index: Int) {
        detachContents(of: index)
        let node = tape[index]
        tape[index].traits |= Node.removed
        if node.isAdded { return }
        append(
            Edit(
                start: Int(node.nameStart) - 1, end: endInText(index), isInScratch: node.has(Node.placeInScratch),
                node: index, action: .remove))
    }

    /// The end of a value in the text where it stands, quotes included, whatever replaces it.
    private func endInText(_ index: Int) -> Int {
        let node = tape[index]
        if !node.has(Node.edited) { return Int(node.end) + node.margin }
        var edit = edits.count - 1
        while edit >= 0, edits[edit].node != index || edits[edit].action != .replace { edit -= 1 }
        return edit >= 0 ? Int(edits[edit].end) : Int(node.end)
    }

    /// Makes scratch text the value of a node; `content` excludes the quotes of a string.
    mutating func replace(_ index: Int, by kind: ValueKind, content: Range<Int>, isEscaped: Bool) {
        if tape[index].isContainer { detachContents(of: index) }
        let node = tape[index]
        if !node.has(Node.edited) {
            append(
                Edit(
                    start: Int(node.start) &- node.margin, end: Int(node.end) &+ node.margin,
                    isInScratch: node.has(Node.placeInScratch), node: index, action: .replace))
        }
        let cell = tape.window.cell(at: index)
        cell.value.traits =
            node.traits & (Node.placeInScratch | Node.removed) | kind.rawValue | Node.edited | Node.valueInScratch
            | (isEscaped ? Node.escaped : 0)
        cell.value.start = UInt32(truncatingIfNeeded: content.lowerBound)
        cell.value.end = UInt32(truncatingIfNeeded: content.upperBound)
        cell.value.link = 0
    }

    /// Gives a replaced container its members: the nodes of a range of the tape.
    mutating func setContents(of index: Int, _ nodes: Range<Int>) {
        tape[index].link = UInt32(truncatingIfNeeded: extensions.count)
        extensions.append(
            Extension(
                owner: UInt32(truncatingIfNeeded: index), firstChild: UInt32(truncatingIfNeeded: nodes.lowerBound),
                endChild: UInt32(truncatingIfNeeded: nodes.upperBound), firstAdded: 0, lastAdded: 0))
    }

    /// Adds a member; the object ends in the text that it stands in.
    ///
    /// - Returns: the new node, 0 at a limit.
    @inline(always)
    mutating func addMember(to object: Int, name: Int, _ value: Node) -> Int {
        let parent = tape.window.cell(at: object)
        let added = tape.count
        guard added < RecordsLimits.valuesMax, Int(parent.value.depth) < RecordsLimits.depthMax else { return 0 }
        let id = UInt16(truncatingIfNeeded: name)
        marksSeen |= names.marks(of: id)
        var node = value
        node.nameID = id
        node.depth = parent.value.depth &+ 1
        if parent.value.link == 0 || extensions[Int(parent.value.link)].firstAdded == 0 {
            beginAdding(to: object, UInt32(truncatingIfNeeded: added))
        } else {
            let contents = extensions.window.cell(at: Int(parent.value.link))
            tape[Int(contents.value.lastAdded)].next = UInt32(truncatingIfNeeded: added)
            contents.value.lastAdded = UInt32(truncatingIfNeeded: added)
        }
        tape.append(node)
        return added
    }

    /// Notes the first member added to an object, and where to write it.
    private mutating func beginAdding(to object: Int, _ added: UInt32) {
        let parent = tape[object]
        if parent.link == 0 { setContents(of: object, object + 1..<Int(parent.next)) }
        let contents = extensions.window.cell(at: Int(tape[object].link))
        contents.value.firstAdded = added
        contents.value.lastAdded = added
        append(
            Edit(
                start: Int(parent.end) - 1, end: Int(parent.end) - 1, isInScratch: parent.has(Node.valueInScratch),
                node: object, action: .insert))
    }

    /// Forgets what paths lead into a container that goes away.
    mutating func detachContents(of index: Int) {
        let node = tape[index]
        guard node.isContainer else { return }
        if node.link == 0 {
            // A member that was added and removed again has none, and its `next` is a sibling's index.
            if !node.isAdded { detach(index + 1..<Int(node.next)) }
            return
        }
        let contents = extensions[Int(node.link)]
        extensions[Int(node.link)].owner = Extension.ended
        tape[index].link = 0
        detach(Int(contents.firstChild)..<Int(contents.endChild))
        var added = Int(contents.firstAdded)
        while added != 0 {
            detachContents(of: added)
            detach(added..<added + 1)
            added = Int(tape[added].next)
        }
    }

    private mutating func detach(_ nodes: Range<Int>) {
        if nodes.isEmpty { return }
        for path in 0..<pathNodes.count where nodes.contains(Int(pathNodes[path])) { pathNodes[path] = 0 }
        var index = 1
        while index < extensions.count {
            let owner = extensions[index].owner
            if owner != Extension.ended, nodes.contains(Int(owner)) { detachContents(of: Int(owner)) }
            index += 1
        }
    }
}
