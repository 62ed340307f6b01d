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

    /// Adds a member without a value of its own yet; the object ends in the text that it stands in.
    ///
    /// - Returns: the new node, nil at a limit.
    mutating func addMember(to object: Int, name: Int) -> Int? {
        let parent = tape[object]
        guard tape.count < RecordsLimits.valuesMax, Int(parent.depth) < RecordsLimits.depthMax else { return nil }
        if parent.link == 0 { setContents(of: object, object + 1..<Int(parent.next)) }
        let link = Int(tape[object].link)
        let added = tape.count
        marksSeen |= names.marks(of: UInt16(truncatingIfNeeded: name))
        tape.append(
            Node(
                nameStart: Node.addedName, nameID: UInt16(truncatingIfNeeded: name),
                traits: ValueKind.null.rawValue | Node.edited | Node.valueInScratch, depth: parent.depth + 1,
                start: 0, end: 0, next: 0, link: 0))
        if extensions[link].firstAdded == 0 {
            extensions[link].firstAdded = UInt32(truncatingIfNeeded: added)
            append(
                Edit(
                    start: Int(parent.end) - 1, end: Int(parent.end) - 1,
                    isInScratch: parent.has(Node.valueInScratch), node: object, action: .insert))
        } else {
            tape[Int(extensions[link].lastAdded)].next = UInt32(truncatingIfNeeded: added)
        }
        extensions[link].lastAdded = UInt32(truncatingIfNeeded: added)
        return added
    }

    /// Forgets what paths lead into a container that goes away.
    mutating func detachContents(of index: Int) {
        let node = tape[index]
        guard node.isContainer else { return }
        if node.link == 0 {
            detach(index + 1..<Int(node.next))
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
