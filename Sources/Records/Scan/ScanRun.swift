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
    let frames: Window<Frame>
    let traits: UInt8

    var tape: Window<Node>
    var capacity: Int
    var count: Int
    /// Levels above the next value, and the index of its container's frame.
    var depth: Int
    /// Index of the pattern learnt behind the last name.
    var context: Int
    /// Name of the next value, as the first word of a node.
    var name = Node.noName
    var position: Int

    /// Notes a value.
    @inline(always)
    mutating func append(_ kind: ValueKind, from start: Int, to end: Int, flags: UInt8 = 0) {
        let traits = UInt64(kind.rawValue | flags | traits)
        tape.store(
            name | traits &<< 48 | UInt64(truncatingIfNeeded: depth) &<< 56,
            UInt64(truncatingIfNeeded: start) | UInt64(truncatingIfNeeded: end) &<< 32,
            UInt64(truncatingIfNeeded: count &+ 1), at: count)
        count &+= 1
    }

    /// Reads a number or a literal; false, and no step, where it is not valid.
    @inline(always)
    mutating func takePlainValue(_ first: UInt8) -> Bool {
        let isNumber = first &- 0x30 < 10 || first == 0x2d
        let end = isNumber ? Grammar.endOfNumber(text, from: position) : Grammar.endOfLiteral(text, from: position)
        if end < 0 { return false }
        append(isNumber ? .number : first == 0x6e ? .null : .bool, from: position, to: end)
        position = end
        return true
    }

    /// Notes a container and goes inside; its end is not known yet.
    @inline(always)
    mutating func open(_ bracket: UInt8) {
        let isObject = bracket == 0x7b
        append(isObject ? .object : .array, from: position, to: position)
        let path = isObject ? frames[depth].memberPath : 0
        depth &+= 1
        frames[depth] = Frame(
            names: 0, node: UInt32(truncatingIfNeeded: count &- 1), row: trie.row(of: path), memberPath: 0,
            closer: bracket &+ 2)
        position &+= 1
        name = Node.noName
    }

    /// Leaves a container at its closing bracket.
    @inline(always)
    mutating func close() {
        position &+= 1
        let node = Int(frames[depth].node)
        tape[node].end = UInt32(truncatingIfNeeded: position)
        tape[node].next = UInt32(truncatingIfNeeded: count)
        depth &-= 1
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
        if end < 0 { frames[0].breaksLine = true }
        position = end < 0 ? ~end : end
        return position < text.count ? text[position] : 0
    }

    /// Takes the name that followed the last one before, if the same text stands here again.
    ///
    /// - Returns: the first byte of the value, 0 where another text stands here.
    @inline(always)
    mutating func takeKnownName() -> UInt8 {
        let header = patterns[context].header
        let length = Int(header & 0xff)
        let known = unsafe Bytes(
            base: patterns.address(of: context) + Pattern.textOffset, count: RecordsLimits.patternBytesMax)
        if position &+ RecordsLimits.patternBytesMax < text.count {
            let difference = (text.vector(at: position) ^ known.vector(at: 0)) & patterns[context].mask
            let words = unsafe unsafeBitCast(difference, to: SIMD2<UInt64>.self)
            if words[0] | words[1] != 0 { return 0 }
            if length > 16 {
                let rest = text.vector(at: position &+ length &- 16) ^ known.vector(at: length &- 16)
                let words = unsafe unsafeBitCast(rest, to: SIMD2<UInt64>.self)
                if words[0] | words[1] != 0 { return 0 }
            }
        } else {
            guard position &+ length < text.count, text.holds(known, length, at: position) else { return 0 }
        }
        // White space behind the known text belongs to a longer text that the careful path learns.
        let first = text[position &+ length]
        guard length > 0, first > 0x20 else { return 0 }
        name = UInt64(truncatingIfNeeded: position) &+ (header &>> 8 & 0xff) | header & Pattern.nameIDMask
        if header & Pattern.lineBreak != 0 { frames[0].breaksLine = true }
        position &+= length
        enterMember(column: Int(truncatingIfNeeded: header &>> 48))
        return first
    }

    @inline(always)
    mutating func take(_ found: FoundName) {
        name = UInt64(truncatingIfNeeded: found.start) | UInt64(found.id) &<< 32
        if found.breaksLine { frames[0].breaksLine = true }
        position = found.position
        enterMember(column: trie.column(of: found.id))
    }

    @inline(always)
    var nameID: UInt16 { UInt16(truncatingIfNeeded: name &>> 32) }

    @inline(always)
    private var nameBit: UInt64 { 1 &<< (name &>> 32) }

    /// Whether the object may have a member of this name already.
    @inline(always)
    var mayRepeat: Bool { frames[depth].names & nameBit != 0 }

    /// The name just read, for a search among the members before it.
    @inline(always)
    var repeatedName: RepeatedName {
        RepeatedName(
            object: Int(frames[depth].node), id: nameID, start: Int(UInt32(truncatingIfNeeded: name)), count: count)
    }

    /// Makes the name just read the one of the next value.
    @inline(always)
    private mutating func enterMember(column: Int) {
        let path = trie.step(row: frames[depth].row, column: column)
        frames[depth].memberPath = UInt32(truncatingIfNeeded: path)
    }

    /// Notes the member in the object's names and in its path.
    @inline(always)
    mutating func noteMember(noContext: Int) {
        frames[depth].names |= nameBit
        context = min(Int(nameID), noContext)
        // Path 0 stands for "unknown" and takes what nobody reads.
        pathNodes[Int(frames[depth].memberPath)] = UInt32(truncatingIfNeeded: count)
    }
}
