// Sluice
// SPDX-License-Identifier: Apache-2.0

extension Record {
    /// Replaces the value of every member whose name carries a mark, at any depth, by a string.
    ///
    /// `replacement` is plain text and escaped as needed. What a replaced object or array contains is gone with it and
    /// not counted. Names are compared without regard to case, escapes resolved.
    ///
    /// - Returns: the number of values replaced.
    @discardableResult
    public mutating func maskFields(_ mark: NameMark, with replacement: RawSpan) -> Int {
        // Most records have none of the names: the scan has noted the marks of those it met.
        guard tape.count > 0, marksSeen & mark.bit != 0 else { return 0 }
        guard hasRoom(forContent: replacement.byteCount) else {
            isOverLimit = true
            return 0
        }
        scratch.append(0x22)
        let start = scratch.count
        scratch.appendEscaped(replacement)
        let content = start..<scratch.count
        scratch.append(0x22)
        let isEscaped = content.count != replacement.byteCount
        return mask(0..<1, mark.bit, content, isEscaped)
    }

    /// Walks nodes in the order of the text; goes deeper by itself only where members do not follow their container.
    private mutating func mask(_ nodes: Range<Int>, _ bit: UInt16, _ content: Range<Int>, _ isEscaped: Bool) -> Int {
        var masked = 0
        var index = nodes.lowerBound
        var end = nodes.upperBound
        // A root without additions is walked flat with all it contains.
        if nodes == 0..<1, tape[0].link == 0 { end = Int(tape[0].next) }
        // Nothing below adds nodes or names.
        let tape = self.tape.window
        let known = names.known
        while index < end {
            let node = tape.cell(at: index)
            if node.value.has(Node.removed) {
                index = nextInText(index)
            } else if isMarked(index, node.value.nameID, bit, known) {
                replace(index, by: .string, content: content, isEscaped: isEscaped)
                masked &+= 1
                index = nextInText(index)
            } else if node.value.link != 0, node.value.isContainer {
                masked &+= maskContents(of: Int(node.value.link), bit, content, isEscaped)
                index = nextInText(index)
            } else {
                // What a container holds follows it, and a scalar is one node, unless it has taken a container's place.
                index = node.value.has(Node.edited) ? nextInText(index) : index &+ 1
            }
        }
        return masked
    }

    private mutating func maskContents(of link: Int, _ bit: UInt16, _ content: Range<Int>, _ isEscaped: Bool) -> Int {
        let contents = extensions[link]
        var masked = mask(Int(contents.firstChild)..<Int(contents.endChild), bit, content, isEscaped)
        var added = Int(contents.firstAdded)
        while added != 0 {
            masked += mask(added..<added + 1, bit, content, isEscaped)
            added = Int(tape[added].next)
        }
        return masked
    }

    /// The node behind a value and all that its text contains; added members stand alone.
    @inline(__always)
    func nextInText(_ index: Int) -> Int {
        let node = tape[index]
        return node.isAdded ? index + 1 : Int(node.next)
    }

    @inline(always)
    private func isMarked(_ index: Int, _ name: UInt16, _ bit: UInt16, _ known: Window<KnownName>) -> Bool {
        if name < NameTable.none { return known[Int(name)].marks & bit != 0 }
        return name == NameTable.surplus && isSurplusMarked(index, bit)
    }

    @inline(never)
    private func isSurplusMarked(_ index: Int, _ bit: UInt16) -> Bool {
        withName(of: index) { names.marks(ofSurplus: $0) } & bit != 0
    }
}
