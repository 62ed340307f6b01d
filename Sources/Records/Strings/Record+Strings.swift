// Sluice
// SPDX-License-Identifier: Apache-2.0

extension Record {
    /// Shows every string value that passes a prefilter to `body`, which may have parts of it replaced.
    ///
    /// Strings come with their escapes resolved, current values only, at any depth. Names of members are not shown:
    /// rewriting them could make two members of an object one, see ``containsName(where:)``.
    ///
    /// - Returns: the number of ranges replaced.
    @discardableResult
    public mutating func replaceInStrings(
        where prefilter: StringPrefilter, _ body: (RawSpan, inout Replacements) -> Void
    ) -> Int {
        guard tape.count > 0 else { return 0 }
        // Values in the scratch text, or none that holds others: every string is looked at.
        if !tape[0].isContainer || tape[0].has(Node.valueInScratch)
            || prefilter.firstHint(in: scratch.window, from: 0) >= 0
        {
            return replaceInStrings(0..<1, prefilter, body)
        }
        return replaceInText(prefilter, body)
    }

    /// Replaces in the strings that stand in the record's text: to find the prefilter's bytes in the whole text and
    /// then the string around each costs less than to search every string.
    private mutating func replaceInText(
        _ prefilter: StringPrefilter, _ body: (RawSpan, inout Replacements) -> Void
    ) -> Int {
        var replaced = 0
        var position = prefilter.firstHint(in: text, from: 0)
        var index = 1
        let end = Int(tape[0].next)
        while position >= 0, index < end {
            let node = tape[index]
            if node.traits & (Node.edited | Node.removed) != 0 || Int(node.end) <= position {
                index = Int(node.next)
            } else if Int(node.start) > position {
                // In a name.
                position = prefilter.firstHint(in: text, from: Int(node.start))
            } else if node.isContainer {
                index &+= 1
            } else {
                if Int(node.end &- node.start) >= prefilter.lengthMin {
                    replaced += replaceInString(index, prefilter, body)
                }
                position = prefilter.firstHint(in: text, from: Int(node.end))
                index = Int(node.next)
            }
        }
        return replaced
    }

    /// Whether a member at any depth has a name that passes a prefilter and for which `body` holds.
    public func containsName(where prefilter: StringPrefilter, _ body: (RawSpan) -> Bool) -> Bool {
        var index = 1
        while index < tape.count {
            let node = tape[index]
            if node.nameID != NameTable.none, !node.has(Node.removed) {
                if withName(of: index, { prefilter.passes($0) && body($0.span) }) { return true }
            }
            index += 1
        }
        return false
    }

    private mutating func replaceInStrings(
        _ nodes: Range<Int>, _ prefilter: StringPrefilter, _ body: (RawSpan, inout Replacements) -> Void
    ) -> Int {
        var replaced = 0
        var index = nodes.lowerBound
        var end = nodes.upperBound
        // A root without additions is walked flat with all it contains.
        if nodes == 0..<1, tape[0].link == 0 { end = Int(tape[0].next) }
        while index < end {
            let node = tape[index]
            if node.kind == .string, !node.has(Node.removed) {
                if node.has(Node.escaped) || prefilter.passes(bytes(of: node)) {
                    replaced += replaceInString(index, prefilter, body)
                }
                index = nextInText(index)
            } else if node.isContainer, node.link != 0, !node.has(Node.removed) {
                let contents = extensions[Int(node.link)]
                let children = Int(contents.firstChild)..<Int(contents.endChild)
                replaced += replaceInStrings(children, prefilter, body)
                var added = Int(contents.firstAdded)
                while added != 0 {
                    replaced += replaceInStrings(added..<added + 1, prefilter, body)
                    added = Int(tape[added].next)
                }
                index = nextInText(index)
            } else {
                index = node.isContainer && !node.has(Node.removed) ? index + 1 : nextInText(index)
            }
        }
        return replaced
    }

    private mutating func replaceInString(
        _ index: Int, _ prefilter: StringPrefilter, _ body: (RawSpan, inout Replacements) -> Void
    ) -> Int {
        let node = tape[index]
        let string = momentaryString(node)
        if node.has(Node.escaped), !prefilter.passes(string) { return 0 }
        replacements.removeAll()
        body(string.span, &replacements)
        if replacements.count == 0 { return 0 }
        let length = string.count + replacements.texts.count
        guard hasRoom(forContent: length) else {
            isOverLimit = true
            return 0
        }
        // Growing now keeps `string` valid where it lies in the scratch text itself.
        let isOwn = node.has(Node.valueInScratch) && !node.has(Node.escaped)
        scratch.reserve(length * 6 + 2 + ByteBuffer.appendSlack)
        write(isOwn ? bytes(of: node) : string, to: index)
        return replacements.count
    }

    /// The characters of a string; valid until another string is decoded or the scratch text grows.
    private mutating func momentaryString(_ node: Node) -> Bytes {
        if !node.has(Node.escaped) { return bytes(of: node) }
        decoded.removeAll()
        EscapedText.decode(bytes(of: node), into: &decoded)
        return decoded.window
    }

    /// Writes a string with its replacements to the scratch text and makes it the value of a node.
    ///
    /// - Parameter string: the text of the node as it stands, or what its escapes stand for.
    private mutating func write(_ string: Bytes, to index: Int) {
        let wasEscaped = tape[index].has(Node.escaped)
        scratch.append(0x22)
        let start = scratch.count
        var copied = 0
        var textStart = 0
        for number in 0..<replacements.items.count {
            let item = replacements.items[number]
            guard item.start >= copied, item.end >= item.start, item.end <= string.count else { continue }
            copy(string, from: copied, to: item.start, isDecoded: wasEscaped)
            scratch.appendEscaped(replacements.texts.window.slice(textStart, item.textEnd))
            textStart = item.textEnd
            copied = item.end
        }
        copy(string, from: copied, to: string.count, isDecoded: wasEscaped)
        let content = start..<scratch.count
        scratch.append(0x22)
        let isEscaped = scratch.window.slice(start, content.upperBound).contains(0x5c)
        replace(index, by: .string, content: content, isEscaped: isEscaped)
    }

    /// Copies a part of a string; what was not decoded, and is not cut within a character, is fit to stand in JSON as
    /// it is.
    @inline(always)
    private mutating func copy(_ string: Bytes, from start: Int, to end: Int, isDecoded: Bool) {
        if start == end { return }
        if isDecoded || UTF8Text.isWithinCharacter(string, start) || UTF8Text.isWithinCharacter(string, end) {
            scratch.appendEscaped(string.slice(start, end))
        } else {
            scratch.append(string, from: start, to: end)
        }
    }
}
