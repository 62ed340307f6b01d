// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Where a scan is: everything that changes per value.
///
/// Only inlined functions take it by reference, so that its parts stay in registers; rare work is done by functions
/// of the record that take and give plain values. Sums wrap without a check: every position and count is bounded by
/// `RecordsLimits`, far below 64 bits.
struct ScanRun {
    let text: Bytes
    let trie: PathTrie.Table
    let pathNodes: Window<UInt32>
    let patterns: Window<Pattern>
    let notes: Cell<ScanNotes>
    let tape: Window<Node>

    /// Nodes on the tape.
    var count: Int
    /// The container that the next value belongs to.
    var frame: Cell<Frame>
    /// Index of the pattern for the next name.
    var context = 0
    /// Name of the next value, as the first word of a node.
    var name = Node.noName
    var position: Int

    /// Notes a value.
    @inline(always)
    mutating func append(_ kind: ValueKind, from start: Int, to end: Int, flags: UInt64 = 0) {
        tape.store(
            frame.value.nodeBits | name | flags | UInt64(kind.rawValue) &<< 48,
            UInt64(truncatingIfNeeded: start) | UInt64(truncatingIfNeeded: end) &<< 32,
            UInt64(truncatingIfNeeded: count &+ 1), at: count)
        count &+= 1
    }

    /// Reads a number or a literal; false, and no step, where it is not valid.
    @inline(always)
    mutating func takePlainValue(_ first: UInt8) -> Bool {
        let isNumber = first &- 0x30 < 10 || first == 0x2d
        let end =
            isNumber
            ? Grammar.endOfNumber(text, from: first == 0x2d ? position &+ 1 : position)
            : Grammar.endOfLiteral(text, from: position)
        if end < 0 { return false }
        append(isNumber ? .number : first == 0x6e ? .null : .bool, from: position, to: end)
        position = end
        return true
    }

    /// Whether the value may not be a container.
    @inline(always)
    var isDeepest: Bool { frame.value.nodeBits &>> 56 == UInt64(RecordsLimits.depthMax) }

    /// Notes a container and goes inside; its end is not known yet.
    @inline(always)
    mutating func open(_ bracket: UInt8) {
        let isObject = bracket == 0x7b
        append(isObject ? .object : .array, from: position, to: position)
        let outer = frame
        frame = frame.next
        frame.value = Frame(
            nodeBits: outer.value.nodeBits &+ Frame.oneLevel, node: UInt32(truncatingIfNeeded: count &- 1),
            row: isObject ? trie.row(of: outer.value.memberPath) : 0, salt: nameID &* 0x1f3, closer: bracket &+ 2)
        position &+= 1
        name = Node.noName
    }

    /// Leaves a container at its closing bracket.
    @inline(always)
    mutating func close() {
        position &+= 1
        let node = tape.cell(at: Int(frame.value.node))
        node.value.end = UInt32(truncatingIfNeeded: position)
        node.value.next = UInt32(truncatingIfNeeded: count)
        frame = frame.previous
        name = Node.noName
    }

    /// The byte behind white space; 0 at the end of the text.
    @inline(always)
    mutating func nextByte() -> UInt8 {
        if position < text.count {
            let byte = text[position]
            if byte > 0x20 { return byte }
        }
        let end = Grammar.endOfSpace(text, from: position)
        if end < 0 { notes.value |= .lineBreak }
        position = end < 0 ? ~end : end
        return position < text.count ? text[position] : 0
    }

    /// Takes the name that followed the last one before, if the same text stands here again.
    ///
    /// - Returns: the first byte of the value, 0 where another text stands here.
    @inline(always)
    mutating func takeKnownName() -> UInt8 {
        let pattern = patterns.cell(at: context)
        let length = Int(pattern.value.length)
        let known = unsafe Bytes(base: pattern.address + Pattern.textOffset, count: RecordsLimits.patternBytesMax)
        if position &+ RecordsLimits.patternBytesMax < text.count {
            let difference = (text.vector(at: position) ^ known.vector(at: 0)) & pattern.value.mask
            let words = unsafe unsafeBitCast(difference, to: SIMD2<UInt64>.self)
            if words[0] | words[1] != 0 { return 0 }
            if length > 16 {
                let rest = text.vector(at: position &+ length &- 16) ^ known.vector(at: length &- 16)
                let words = unsafe unsafeBitCast(rest, to: SIMD2<UInt64>.self)
                if words[0] | words[1] != 0 { return 0 }
            }
        } else {
            guard length > 0, position &+ length < text.count, text.holds(known, length, at: position) else { return 0 }
        }
        // White space behind the known text belongs to a longer text that the careful path learns.
        let first = text[position &+ length]
        guard first > 0x20 else { return 0 }
        notes.value |= pattern.value.notes
        name = pattern.value.name &+ UInt64(truncatingIfNeeded: position)
        position &+= length
        enterMember(column: Int(pattern.value.column))
        return first
    }

    @inline(always)
    mutating func take(_ found: FoundName) {
        name = UInt64(truncatingIfNeeded: found.start) | UInt64(found.id) &<< 32
        notes.value |= found.notes
        position = found.position
        enterMember(column: trie.column(of: found.id))
    }

    /// Makes the name just read the one of the next value.
    @inline(always)
    private mutating func enterMember(column: Int) {
        let path = trie.step(row: frame.value.row, column: column)
        frame.value.memberPath = UInt32(truncatingIfNeeded: path)
        // Path 0 stands for "unknown" and takes what nobody reads.
        pathNodes[path] = UInt32(truncatingIfNeeded: count)
        context = Int(nameID &+ frame.value.salt) & (Pattern.count &- 1)
    }

    @inline(always)
    private var nameID: UInt16 { UInt16(truncatingIfNeeded: name &>> 32) }

    /// Notes the member's name in its object; true if the object may have had it before.
    @inline(always)
    func noteMember() -> Bool {
        let bit: UInt64 = 1 &<< (name &>> 32)
        let names = frame.value.names
        frame.value.names = names | bit
        return names & bit != 0
    }

    /// The name just read, for a search among the members before it.
    @inline(always)
    var repeatedName: RepeatedName {
        RepeatedName(
            object: Int(frame.value.node), id: nameID, start: Int(UInt32(truncatingIfNeeded: name)), count: count)
    }
}
