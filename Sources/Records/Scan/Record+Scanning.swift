// Sluice
// SPDX-License-Identifier: Apache-2.0

extension Record {
    /// Reads a record from JSON text: checks the whole grammar and finds every value in one pass.
    ///
    /// The text is borrowed until the next `begin`. The top value must be an object. On failure the record has no
    /// values.
    public mutating func scan(json payload: RawSpan) -> ScanFailure? {
        scanWhole(Bytes(payload), needsObject: true)
    }

    /// Reads any JSON value, as ``scan(json:)`` does but without asking for an object.
    public mutating func scan(anyValue payload: RawSpan) -> ScanFailure? {
        scanWhole(Bytes(payload), needsObject: false)
    }

    /// Reads the text that a parser of another format wrote to ``source``.
    ///
    /// `source` must not change before the next `begin`.
    public mutating func scanSource() -> ScanFailure? {
        scanWhole(source.window, needsObject: true)
    }

    private mutating func scanWhole(_ payload: Bytes, needsObject: Bool) -> ScanFailure? {
        clear()
        if payload.count > RecordsLimits.textBytesMax {
            return ScanFailure(.tooLarge, at: RecordsLimits.textBytesMax)
        }
        text = payload
        let failure = scan(
            ScanRange(
                text: payload, start: 0, isInScratch: false, path: RecordLayout.root, depth: 0,
                needsObject: needsObject))
        if failure != nil { clear() }
        return failure
    }

    /// Appends the values of a text to the tape.
    mutating func scan(_ range: ScanRange) -> ScanFailure? {
        let text = range.text
        var run = start(range)
        run.skipSpace()
        if run.position >= text.count { return ScanFailure(.empty, at: run.position) }
        if range.needsObject, text[run.position] != 0x7b { return refuseTop(range, at: run.position) }
        values: while true {
            if run.count == run.capacity {
                guard growTape(count: run.count) else { return ScanFailure(.tooManyValues, at: run.position) }
                run.tape = tape.window
                run.capacity = tape.capacity
            }
            guard run.position < text.count else { return ScanFailure(.unexpectedEnd, at: run.position) }
            let first = text[run.position]
            if first == 0x22 {
                var isEscaped = false
                let start = run.position + 1
                let end = Grammar.endOfString(text, from: start, escaped: &isEscaped)
                if end < 0 { return Grammar.failure(ofStringAt: start, in: text) }
                run.append(.string, from: start, to: end, flags: isEscaped ? Node.escaped : 0)
                run.position = end + 1
            } else if first == 0x7b || first == 0x5b {
                if run.depth == RecordsLimits.depthMax { return ScanFailure(.tooDeep, at: run.position) }
                run.open(isObject: first == 0x7b)
                run.skipSpace()
                guard run.position < text.count else { return ScanFailure(.unexpectedEnd, at: run.position) }
                if text[run.position] != first + 2 {
                    if first == 0x5b { continue values }
                    guard text[run.position] == 0x22 else { return ScanFailure(.unexpectedByte, at: run.position) }
                    if let failure = nextName(&run, range) { return failure }
                    continue values
                }
                run.close()
            } else if let failure = plainValue(&run, first) {
                return failure
            }
            while true {
                if run.depth == range.depth { return finish(run, range) }
                run.skipSpace()
                guard run.position < text.count else { return ScanFailure(.unexpectedEnd, at: run.position) }
                let byte = text[run.position]
                if byte == 0x2c {
                    if !run.frame.isObject {
                        run.position += 1
                        run.skipSpace()
                    } else if let failure = nextName(&run, range) {
                        return failure
                    }
                    continue values
                }
                guard byte == (run.frame.isObject ? 0x7d : 0x5d) else {
                    return ScanFailure(.unexpectedByte, at: run.position)
                }
                run.close()
            }
        }
    }

    /// Reads a number or a literal.
    @inline(__always)
    private func plainValue(_ run: inout ScanRun, _ first: UInt8) -> ScanFailure? {
        let start = run.position
        let kind: ValueKind
        let end: Int
        if first &- 0x30 < 10 || first == 0x2d {
            kind = .number
            end = Grammar.endOfNumber(run.text, from: start)
        } else {
            kind = first == 0x6e ? .null : .bool
            end = Grammar.endOfLiteral(run.text, from: start)
        }
        if end < 0 { return Grammar.failure(ofPlainValueAt: start, in: run.text) }
        run.append(kind, from: start, to: end)
        run.position = end
        return nil
    }

    /// Reads a member's name, from the comma or the first byte of the name to the value.
    @inline(__always)
    private mutating func nextName(_ run: inout ScanRun, _ range: ScanRange) -> ScanFailure? {
        if !run.takeKnownName() {
            let found = readName(run.text, at: run.position, context: run.context)
            if let failure = found.failure { return failure }
            run.take(found)
        }
        if run.mayRepeat {
            let isIndexed = dropEarlierMember(
                of: Int(run.frame.node), name: run.nameID, at: run.nameStart, count: run.count,
                isInScratch: range.isInScratch)
            if isIndexed { run.frame.names = ~0 }
        }
        run.enterMember()
        return nil
    }

    @inline(__always)
    private func start(_ range: ScanRange) -> ScanRun {
        ScanRun(
            text: range.text, trie: trie.table, pathNodes: pathNodes.window, patterns: patterns.window,
            noContext: patterns.count - 1, frames: frames.window,
            traits: range.isInScratch ? Node.valueInScratch | Node.placeInScratch : 0, tape: tape.window,
            capacity: tape.capacity, count: tape.count, depth: range.depth, context: patterns.count - 1,
            path: range.path, position: range.start, breaksLine: breaksLine)
    }

    @inline(__always)
    private mutating func finish(_ run: ScanRun, _ range: ScanRange) -> ScanFailure? {
        var run = run
        run.skipSpace()
        guard run.position >= range.text.count else { return ScanFailure(.trailingBytes, at: run.position) }
        tape.count = run.count
        breaksLine = run.breaksLine
        return nil
    }
}
