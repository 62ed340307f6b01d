// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The text that last stood between one value and the next one of an object, and the name in it.
///
/// Records of one topic resemble each other: comparing this text first saves finding, hashing and looking up the name.
/// 64 bytes, one cache line. Patterns are found by the name before and the name of the container; two such pairs may
/// share a pattern, which then serves the one met last.
struct Pattern: BitwiseCopyable {
    /// Position of the name after the opening quote, and its id where the first word of a node has it: adding the
    /// position of the text gives that word.
    private(set) var name: UInt64 = 0
    /// Bytes of the text.
    private(set) var length: UInt16 = 0
    /// Column of the name in the trie.
    private(set) var column: UInt16 = 0
    /// Marks of the name, and whether the white space holds a line break.
    private(set) var notes: ScanNotes = 0
    /// 0xff for each byte of the text among the first sixteen; of all where nothing is learnt, so that nothing matches:
    /// no text starts with a zero.
    private(set) var mask = SIMD16<UInt8>(repeating: 0xff)
    /// The text, zeros behind it.
    private var text = (SIMD16<UInt8>(repeating: 0), SIMD16<UInt8>(repeating: 0))

    /// Offset of the text in the structure.
    static let textOffset = 32
    /// Patterns of a reader; a power of two.
    static let count = 2048

    /// Notes a text of at most `RecordsLimits.patternBytesMax` bytes.
    init(_ source: Bytes, nameStart: Int, nameID: UInt16, column: Int, notes: ScanNotes) {
        name = UInt64(truncatingIfNeeded: nameStart) | UInt64(nameID) << 32
        length = UInt16(truncatingIfNeeded: source.count)
        self.column = UInt16(truncatingIfNeeded: column)
        self.notes = notes
        for position in source.count..<max(source.count, 16) { mask[position] = 0 }
        unsafe withUnsafeMutableBytes(of: &text) { bytes in
            unsafe bytes.copyMemory(from: UnsafeRawBufferPointer(start: source.base, count: min(source.count, 32)))
        }
    }

    init() {}
}
