// Sluice
// SPDX-License-Identifier: Apache-2.0

extension Record {
    /// Makes room for another node; false at the limit.
    @inline(never)
    mutating func growTape(count: Int) -> Bool {
        if count >= RecordsLimits.valuesMax { return false }
        tape.count = count
        tape.resize(to: tape.capacity * 2)
        return true
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
        var position = start
        if text[position] == 0x2c {
            position = Grammar.endOfSpace(text, from: position + 1, breaksLine: &found.breaksLine)
        }
        guard position < text.count else { return failed(.unexpectedEnd, at: position) }
        guard text[position] == 0x22 else { return failed(.unexpectedByte, at: position) }
        found.start = position + 1
        var isEscaped: UInt8 = 0
        let end = Grammar.endOfString(text, from: found.start, escaped: &isEscaped)
        if end < 0 {
            found.failure = Grammar.failure(ofStringAt: found.start, in: text)
            return found
        }
        position = Grammar.endOfSpace(text, from: end + 1, breaksLine: &found.breaksLine)
        guard position < text.count else { return failed(.unexpectedEnd, at: position) }
        guard text[position] == 0x3a else { return failed(.unexpectedByte, at: position) }
        position = Grammar.endOfSpace(text, from: position + 1, breaksLine: &found.breaksLine)
        guard position < text.count else { return failed(.unexpectedEnd, at: position) }
        found.position = position
        let name = text.slice(found.start, end)
        if isEscaped != 0 {
            decoded.removeAll()
            EscapedText.decode(name, into: &decoded)
            found.id = names.identifier(of: decoded.window)
        } else {
            found.id = names.identifier(of: name)
        }
        if found.id != NameTable.surplus, position - start <= RecordsLimits.patternBytesMax {
            patterns[context] = Pattern(
                text.slice(start, position), nameStart: found.start - start, nameID: found.id,
                column: trie.table.column(of: found.id), breaksLine: found.breaksLine)
        }
        return found
    }

    private func failed(_ code: ScanFailure.Code, at position: Int) -> FoundName {
        var found = FoundName()
        found.failure = ScanFailure(code, at: position)
        return found
    }
}
