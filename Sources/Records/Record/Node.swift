// Sluice
// SPDX-License-Identifier: Apache-2.0

/// One value on the tape, in the order of the text; a container is followed by what it contains.
///
/// Positions count bytes of the record's text or, where a flag says so, of its scratch text. Strings are noted without
/// their quotes. 24 bytes: three words per value are all that the scanner writes.
struct Node: BitwiseCopyable {
    /// Position after the opening quote of the name; meaningless for elements of arrays, `addedName` for members that
    /// stand in no text.
    var nameStart: UInt32
    /// Id of the name, `NameTable.surplus` for a name without one, `NameTable.none` for elements of arrays.
    var nameID: UInt16
    /// Kind in the low three bits, flags above.
    var traits: UInt8
    /// Levels above the value.
    var depth: UInt8
    var start: UInt32
    var end: UInt32
    /// Index of the node that follows the value and all it contains; of the next added member for added ones.
    var next: UInt32
    /// Index of a container's `Extension`, 0 where the text alone says what it contains.
    var link: UInt32

    /// The string holds a backslash.
    static let escaped: UInt8 = 0x08
    /// `start` and `end` lie in the scratch text.
    static let valueInScratch: UInt8 = 0x10
    /// The value's place, its name included, is in the scratch text.
    static let placeInScratch: UInt8 = 0x20
    /// The member is gone.
    static let removed: UInt8 = 0x40
    /// The value is written from this node and not from the text around it.
    static let edited: UInt8 = 0x80

    static let addedName = UInt32.max
    /// The first word of a node without a name.
    static let noName = UInt64(NameTable.none) << 32

    @inline(__always)
    var kind: ValueKind { ValueKind(rawValue: traits & 7) ?? .absent }

    @inline(__always)
    func has(_ flag: UInt8) -> Bool { traits & flag != 0 }

    @inline(__always)
    var isContainer: Bool { traits & 7 >= ValueKind.object.rawValue }

    @inline(__always)
    var isAdded: Bool { nameStart == Node.addedName }

    /// Quotes around the noted positions: one byte on either side for strings.
    @inline(__always)
    var margin: Int { traits & 7 == ValueKind.string.rawValue ? 1 : 0 }
}

extension Node {
    /// A value of the scratch text for a member that stands in no text; its name and depth are not set yet.
    @inline(always)
    init(added kind: ValueKind, _ content: Range<Int>, isEscaped: Bool) {
        self.init(
            nameStart: Node.addedName, nameID: NameTable.none,
            traits: kind.rawValue | Node.edited | Node.valueInScratch | (isEscaped ? Node.escaped : 0), depth: 0,
            start: UInt32(truncatingIfNeeded: content.lowerBound), end: UInt32(truncatingIfNeeded: content.upperBound),
            next: 0, link: 0)
    }
}
