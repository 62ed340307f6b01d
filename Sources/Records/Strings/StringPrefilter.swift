// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A cheap test that most strings fail, asked before a search is worth its cost.
public struct StringPrefilter: Hashable, Sendable {
    /// Bytes that a string needs at least.
    public let lengthMin: Int
    /// A byte that it has to contain, or else `otherByte`.
    public let byte: UInt8
    /// The same as `byte` where only one byte will do.
    public let otherByte: UInt8

    /// Lets pass what has at least `lengthMin` bytes, one of which is `byte` (ASCII) or, if given, `otherByte`.
    public init(lengthMin: Int, containing byte: UInt8, or otherByte: UInt8? = nil) {
        self.lengthMin = lengthMin
        self.byte = byte
        self.otherByte = otherByte ?? byte
    }

    @inline(__always)
    func passes(_ text: Bytes) -> Bool {
        text.count >= lengthMin && (text.contains(byte) || otherByte != byte && text.contains(otherByte))
    }

    /// Position of the first byte at or behind a position that may make a string pass: one of the two, or a backslash,
    /// which may hide them; -1 for none.
    @inline(never)
    func firstHint(in text: Bytes, from start: Int) -> Int {
        ByteSearch(for: byte, otherByte, 0x5c).firstPosition(in: text, from: start)
    }
}
