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
        // Nothing was scanned or written since `begin`, which cleared.
        if tape.count > 0 || scratch.count > 0 || extensions.count != 1 { clear() }
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
        let capacity = reserveTape(for: text.count - range.start)
        var run = start(range)
        var first = run.nextByte()
        if run.position >= text.count { return ScanFailure(.empty, at: run.position) }
        if range.needsObject, first != 0x7b { return refuseTop(range, at: run.position) }
        values: while true {
            if run.count == capacity { return ScanFailure(.tooManyValues, at: run.position) }
            member: do {
                if first == 0x22 {
                    var isEscaped: UInt64 = 0
                    let start = run.position &+ 1
                    let end = Grammar.endOfString(text, from: start, escaped: &isEscaped)
                    if end < 0 { return Grammar.failure(ofStringAt: start, in: text) }
                    run.append(.string, from: start, to: end, flags: isEscaped)
                    run.position = end &+ 1
                } else if first | 0x20 == 0x7b {
                    if run.isDeepest { return ScanFailure(.tooDeep, at: run.position) }
                    run.open(first)
                    let inner = run.nextByte()
                    if inner != first &+ 2 {
                        if first == 0x7b {
                            guard inner == 0x22 else { return unexpected(text, at: run.position) }
                            break member
                        }
                        first = inner
                        continue values
                    }
                    run.close()
                } else if !run.takePlainValue(first) {
                    return Grammar.failure(ofPlainValueAt: run.position, in: text)
                }
                while true {
                    let byte = run.nextByte()
                    let closer = run.frame.value.closer
                    if byte == 0x2c {
                        if closer == 0x7d { break member }
                        guard closer == 0x5d else { return unexpected(text, at: run.position, closer) }
                        run.position &+= 1
                        first = run.nextByte()
                        continue values
                    }
                    guard byte == closer else { return unexpected(text, at: run.position, closer) }
                    // Only the frame outside of all ends with the byte that stands for the end of the text.
                    if closer == 0 { return finish(count: run.count, at: run.position, text) }
                    run.close()
                }
            }
            first = run.takeKnownName()
            if first == 0 {
                let found = readName(text, at: run.position, context: run.context)
                if let failure = found.failure { return failure }
                run.take(found)
                first = text[run.position]
            }
            if run.noteMember(), dropEarlierMember(run.repeatedName, isInScratch: range.isInScratch) {
                run.frame.value.names = ~0
            }
        }
    }

    @inline(always)
    private func start(_ range: ScanRange) -> ScanRun {
        let traits = range.isInScratch ? Node.valueInScratch | Node.placeInScratch : 0
        let frames = frames.window
        notes[0] = 0
        frames[range.depth] = Frame(
            nodeBits: UInt64(truncatingIfNeeded: range.depth) << 56 | UInt64(traits) << 48,
            memberPath: UInt32(truncatingIfNeeded: range.path))
        return ScanRun(
            text: range.text, trie: trie.table, pathNodes: pathNodes.window, patterns: patterns.window,
            notes: notes.window.cell(at: 0), tape: tape.window, count: tape.count, frame: frames.cell(at: range.depth),
            position: range.start)
    }

    @inline(always)
    private mutating func finish(count: Int, at position: Int, _ text: Bytes) -> ScanFailure? {
        guard position >= text.count else { return ScanFailure(.trailingBytes, at: position) }
        tape.count = count
        marksSeen |= notes[0].marks
        if notes[0] & .lineBreak != 0 { breaksLine = true }
        return nil
    }

    /// What stands where a comma, a bracket or a name should; behind the top value everything is too much.
    @inline(never)
    private func unexpected(_ text: Bytes, at position: Int, _ closer: UInt8 = 0x7d) -> ScanFailure {
        if position >= text.count { return ScanFailure(.unexpectedEnd, at: position) }
        return ScanFailure(closer == 0 ? .trailingBytes : .unexpectedByte, at: position)
    }
}
