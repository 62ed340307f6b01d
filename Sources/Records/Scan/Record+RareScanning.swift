// Sluice
// SPDX-License-Identifier: Apache-2.0

extension Record {
    /// Makes room for all the values that a text can hold: one in every two bytes, as in `[1,1`.
    ///
    /// - Returns: the number of nodes that may be on the tape at most.
    @inline(always)
    mutating func reserveTape(for bytes: Int) -> Int {
        let wanted = min(tape.count + bytes / 2 + 2, RecordsLimits.valuesMax)
        if wanted > tape.capacity { growTape(to: wanted) }
        return min(tape.capacity, RecordsLimits.valuesMax)
    }

    @inline(never)
    private mutating func growTape(to values: Int) {
        tape.resize(to: values)
    }

    /// Says why a text whose top value is no object is refused: a broken text is called broken.
    @inline(never)
    mutating func refuseTop(_ range: ScanRange, at position: Int) -> ScanFailure {
        var range = range
        range.needsObject = false
        return scan(range) ?? ScanFailure(.notAnObject, at: position)
    }

    /// Reads a member's name byte by byte and learns the text for the next record.
    @inline(never)
    mutating func readName(_ text: Bytes, at start: Int, context: Int) -> FoundName {
        var found = FoundName()
        var breaksLine = false
        var position = start
        if text[position] == 0x2c {
            position = Grammar.endOfSpace(text, from: position + 1, breaksLine: &breaksLine)
        }
        guard position < text.count else { return failed(.unexpectedEnd, at: position) }
        guard text[position] == 0x22 else { return failed(.unexpectedByte, at: position) }
        found.start = position + 1
        var isEscaped: UInt64 = 0
        let end = Grammar.endOfString(text, from: found.start, escaped: &isEscaped)
        if end < 0 {
            found.failure = Grammar.failure(ofStringAt: found.start, in: text)
            return found
        }
        position = Grammar.endOfSpace(text, from: end + 1, breaksLine: &breaksLine)
        guard position < text.count else { return failed(.unexpectedEnd, at: position) }
        guard text[position] == 0x3a else { return failed(.unexpectedByte, at: position) }
        position = Grammar.endOfSpace(text, from: position + 1, breaksLine: &breaksLine)
        guard position < text.count else { return failed(.unexpectedEnd, at: position) }
        found.position = position
        identify(text.slice(found.start, end), isEscaped: isEscaped != 0, &found)
        if breaksLine { found.notes |= .lineBreak }
        if found.id != NameTable.surplus, position - start <= RecordsLimits.patternBytesMax {
            patterns[context] = Pattern(
                text.slice(start, position), nameStart: found.start - start, nameID: found.id,
                column: trie.table.column(of: found.id), notes: found.notes)
        }
        return found
    }

    /// Finds id and marks of a name.
    private mutating func identify(_ name: Bytes, isEscaped: Bool, _ found: inout FoundName) {
        var name = name
        if isEscaped {
            decoded.removeAll()
            EscapedText.decode(name, into: &decoded)
            name = decoded.window
        }
        found.id = names.identifier(of: name)
        let isSurplus = found.id == NameTable.surplus
        found.notes = ScanNotes(isSurplus ? names.marks(ofSurplus: name) : names.marks(of: found.id))
    }

    private func failed(_ code: ScanFailure.Code, at position: Int) -> FoundName {
        var found = FoundName()
        found.failure = ScanFailure(code, at: position)
        return found
    }
}
