// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The text that last stood between one value and the next one of an object, and the name in it.
///
/// Records of one topic resemble each other: comparing this text first saves finding, hashing and looking up the name.
/// 64 bytes, one cache line.
struct Pattern: BitwiseCopyable {
    /// From the lowest bit: 8 bits length of the text, 0 where nothing is learnt; 8 bits position of the name after the
    /// opening quote; 16 bits of which the first says that the white space breaks a line; 16 bits id of the name;
    /// 16 bits its column in the trie.
    private(set) var header: UInt64 = 0
    private var unused: UInt64 = 0
    /// 0xff for each byte of the text among the first sixteen.
    private(set) var mask = SIMD16<UInt8>(repeating: 0)
    /// The text, zeros behind it.
    private var text = (SIMD16<UInt8>(repeating: 0), SIMD16<UInt8>(repeating: 0))

    /// Offset of the text in the structure.
    static let textOffset = 32
    static let lineBreak: UInt64 = 1 << 16
    /// Where the header has the id, which is where a node has it.
    static let nameIDMask: UInt64 = 0xffff_0000_0000

    /// Notes a text of at most `RecordsLimits.patternBytesMax` bytes.
    init(_ source: Bytes, nameStart: Int, nameID: UInt16, column: Int, breaksLine: Bool) {
        header = UInt64(truncatingIfNeeded: source.count & 0xff) | UInt64(truncatingIfNeeded: nameStart & 0xff) << 8
        header |= UInt64(nameID) << 32 | UInt64(truncatingIfNeeded: column) << 48
        if breaksLine { header |= Pattern.lineBreak }
        for position in 0..<min(source.count, 16) { mask[position] = 0xff }
        unsafe withUnsafeMutableBytes(of: &text) { bytes in
            unsafe bytes.copyMemory(from: UnsafeRawBufferPointer(start: source.base, count: min(source.count, 32)))
        }
    }

    init() {}
}
