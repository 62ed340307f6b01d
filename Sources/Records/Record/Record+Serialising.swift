// Sluice
// SPDX-License-Identifier: Apache-2.0

extension Record {
    /// Appends the record as one line of JSON, without a line break: untouched ranges of bytes are copied, edited ones
    /// are written anew.
    ///
    /// Appends nothing where the record has no values or ``isOverLimit``.
    public func serialise(into chunk: ByteChunk) {
        serialise(into: &chunk.buffer)
    }

    /// Appends the record, as ``serialise(into:)-(ByteChunk)``.
    public func serialise(into buffer: inout ByteBuffer) {
        if tape.count > 0, !isOverLimit { renderNode(0, into: &buffer) }
    }

    /// Appends the JSON text of the value at a slot as it is now, strings with quotes; nothing where it is absent.
    public func render(_ slot: Slot, into buffer: inout ByteBuffer) {
        let index = Int(slot.index)
        if index < pathNodes.count, pathNodes[index] != 0 { renderNode(Int(pathNodes[index]), into: &buffer) }
    }

    /// Appends the JSON text of a value as it is now, strings with quotes.
    public func render(_ value: ValueRef, into buffer: inout ByteBuffer) {
        renderNode(value.node, into: &buffer)
    }

    private func renderNode(_ index: Int, into buffer: inout ByteBuffer) {
        if !editsAreSorted { sortEdits() }
        let start = buffer.count
        buffer.reserve(text.count + scratch.count)
        write(index, to: &buffer)
        if breaksLine { joinLines(of: &buffer, from: start) }
    }

    /// Writes a node's value.
    @inline(always)
    private func write(_ index: Int, to buffer: inout ByteBuffer) {
        let node = tape[index]
        let isInScratch = node.has(Node.valueInScratch)
        let start = Int(node.start) &- node.margin
        let end = Int(node.end) &+ node.margin
        if node.isContainer, edits.count > 0, !isInScratch || editsScratch {
            splice(start, end, isInScratch: isInScratch, to: &buffer)
        } else {
            buffer.append(isInScratch ? scratch.memory : text, from: start, to: end)
        }
    }

    /// Copies a range of text with the edits in it. Nests only where a replaced value holds edits itself, hence at most
    /// as deep as values nest.
    @inline(never)
    private func splice(_ start: Int, _ end: Int, isInScratch: Bool, to buffer: inout ByteBuffer) {
        let text = isInScratch ? scratch.window : self.text
        let space = isInScratch ? Edit.inScratch : 0
        let edits = self.edits.window
        let count = self.edits.count
        let limit = UInt32(truncatingIfNeeded: end) | space
        var next = firstEdit(from: UInt32(truncatingIfNeeded: start) | space)
        var cursor = start
        while next < count, edits[next].start < limit {
            let edit = edits[next]
            next &+= 1
            let place = Int(edit.start & ~Edit.inScratch)
            // Lies within something that an earlier edit has replaced or removed.
            if place < cursor { continue }
            switch edit.action {
            case .replace:
                buffer.append(text, from: cursor, to: place)
                write(edit.node, to: &buffer)
                cursor = Int(edit.end)
            case .remove:
                cursor = skipMember(edit, place, cursor, text, &buffer)
            case .insert:
                buffer.append(text, from: cursor, to: place)
                cursor = place
                writeAdded(to: edit.node, &buffer)
            }
        }
        buffer.append(text, from: cursor, to: end)
    }

    /// Leaves out a member and one comma: the one before it, or, for members before which nothing is left, the one
    /// behind it.
    private func skipMember(
        _ edit: Edit, _ place: Int, _ cursor: Int, _ text: Bytes, _ buffer: inout ByteBuffer
    ) -> Int {
        var before = place
        if cursor < place {
            before -= 1
            while before > cursor, text[before] <= 0x20 { before -= 1 }
            if text[before] == 0x2c {
                buffer.append(text, from: cursor, to: before)
                return Int(edit.end)
            }
        }
        buffer.append(text, from: cursor, to: place)
        var breaks = false
        let end = Grammar.endOfSpace(text, from: Int(edit.end), breaksLine: &breaks)
        if end < text.count, text[end] == 0x2c {
            return Grammar.endOfSpace(text, from: end + 1, breaksLine: &breaks)
        }
        return Int(edit.end)
    }

    /// Writes the members added to an object, before its closing bracket.
    private func writeAdded(to object: Int, _ buffer: inout ByteBuffer) {
        let contents = extensions[Int(tape[object].link)]
        var needsComma = false
        var child = Int(contents.firstChild)
        while child < Int(contents.endChild), !needsComma {
            needsComma = !tape[child].has(Node.removed)
            child = Int(tape[child].next)
        }
        var added = Int(contents.firstAdded)
        while added != 0 {
            let node = tape[added]
            if !node.has(Node.removed) {
                let id = Int(node.nameID)
                let start = memberTextStarts[id] &+ (needsComma ? 0 : 1)
                needsComma = true
                buffer.append(memberTexts.memory, from: start, to: memberTextStarts[id &+ 1])
                write(added, to: &buffer)
            }
            added = Int(node.next)
        }
    }

    private func firstEdit(from position: UInt32) -> Int {
        var low = 0
        var high = edits.count
        while low < high {
            let middle = (low + high) / 2
            if edits[middle].start < position { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Sorts edits by place; at most one starts at a place.
    @inline(never)
    private func sortEdits() {
        unsafe edits.withElements { elements in unsafe elements.sort { $0.start < $1.start } }
        editsAreSorted = true
    }

    /// Line breaks only stand between values, where a space does as well; a record is one line.
    private func joinLines(of buffer: inout ByteBuffer, from start: Int) {
        for position in start..<buffer.count where buffer.window[position] == 0x0a || buffer.window[position] == 0x0d {
            buffer.replace(at: position, with: 0x20)
        }
    }
}
