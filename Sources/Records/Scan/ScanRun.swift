// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Where a scan is: everything that changes per value.
///
/// Only inlined functions take it by reference, so that its parts stay in registers; rare work is done by functions
/// of the record that take and give plain values.
struct ScanRun {
    let text: Bytes
    let trie: PathTrie.Table
    let pathNodes: Window<UInt32>
    let patterns: Window<Pattern>
    /// Index of the pattern that stands for "no name before this one".
    let noContext: Int
    let frames: Window<Frame>
    let traits: UInt8

    var tape: Window<Node>
    var capacity: Int
    var count: Int
    /// The container that the next value belongs to, and the levels above that value.
    var frame = Frame(node: 0, path: 0, isObject: false, names: 0)
    var depth: Int
    /// Index of the pattern learnt behind the last name.
    var context: Int
    /// Name and path of the next value.
    var nameStart = 0
    var nameID = NameTable.none
    var path: Int
    var position: Int
    var breaksLine: Bool

    @inline(__always)
    mutating func append(_ kind: ValueKind, from start: Int, to end: Int, flags: UInt8 = 0) {
        tape[count] = Node(
            nameStart: UInt32(truncatingIfNeeded: nameStart), nameID: nameID,
            traits: kind.rawValue | flags | traits, depth: UInt8(truncatingIfNeeded: depth),
            start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end),
            next: UInt32(truncatingIfNeeded: count + 1), link: 0)
        count += 1
    }

    /// Notes a container and goes inside; its end is not known yet.
    @inline(__always)
    mutating func open(isObject: Bool) {
        append(isObject ? .object : .array, from: position, to: position)
        frames[depth] = frame
        frame = Frame(
            node: UInt32(truncatingIfNeeded: count - 1), path: UInt16(truncatingIfNeeded: isObject ? path : 0),
            isObject: isObject, names: 0)
        depth += 1
        position += 1
        nameID = NameTable.none
        path = 0
    }

    /// Leaves a container at its closing bracket.
    @inline(__always)
    mutating func close() {
        position += 1
        tape[Int(frame.node)].end = UInt32(truncatingIfNeeded: position)
        tape[Int(frame.node)].next = UInt32(truncatingIfNeeded: count)
        depth -= 1
        frame = frames[depth]
        nameID = NameTable.none
        path = 0
    }

    @inline(__always)
    mutating func skipSpace() {
        if position < text.count, text[position] > 0x20 { return }
        position = Grammar.endOfSpace(text, from: position, breaksLine: &breaksLine)
    }

    /// Takes the name that followed the last one before, if the same text stands here again.
    @inline(__always)
    mutating func takeKnownName() -> Bool {
        let length = Int(patterns[context].length)
        guard length > 0, position + length < text.count else { return false }
        let known = unsafe Bytes(
            base: patterns.address(of: context) + Pattern.textOffset, count: RecordsLimits.patternBytesMax)
        // White space behind the known text belongs to a longer text that the careful path learns.
        guard text.holds(known, length, at: position), text[position + length] > 0x20 else { return false }
        nameStart = position + Int(patterns[context].nameStart)
        nameID = patterns[context].nameID
        breaksLine = breaksLine || patterns[context].breaksLine != 0
        position += length
        return true
    }

    @inline(__always)
    mutating func take(_ found: FoundName) {
        nameStart = found.start
        nameID = found.id
        breaksLine = breaksLine || found.breaksLine
        position = found.position
    }

    /// Whether the object may have a member of this name already.
    @inline(__always)
    var mayRepeat: Bool { frame.names & nameBit != 0 }

    @inline(__always)
    private var nameBit: UInt64 { 1 &<< UInt64(nameID & 63) }

    /// Makes the name just read the one of the next value.
    @inline(__always)
    mutating func enterMember() {
        frame.names |= nameBit
        context = min(Int(nameID), noContext)
        path = trie.step(from: Int(frame.path), by: nameID)
        if path != 0 { pathNodes[path] = UInt32(truncatingIfNeeded: count) }
    }
}
