// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The text that last stood between one value and the next one of an object, and the name in it.
///
/// Records of one topic resemble each other: comparing this text first saves finding, hashing and looking up the name.
/// 64 bytes, one cache line.
struct Pattern: BitwiseCopyable {
    /// Bytes of the text; 0 where nothing is learnt.
    var length: UInt8 = 0
    /// Position of the name after the opening quote.
    var nameStart: UInt8 = 0
    /// The white space holds a line break.
    var breaksLine: UInt8 = 0
    private var unused: UInt8 = 0
    /// Id of the name.
    var nameID: UInt16 = 0
    private var moreUnused: UInt16 = 0
    private var words: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0, 0, 0)

    /// Offset of the text in the structure.
    static let textOffset = 8

    /// Notes a text of at most `RecordsLimits.patternBytesMax` bytes.
    init(_ text: Bytes, nameStart: Int, nameID: UInt16, breaksLine: Bool) {
        self.nameStart = UInt8(truncatingIfNeeded: nameStart)
        self.nameID = nameID
        self.breaksLine = breaksLine ? 1 : 0
        length = UInt8(truncatingIfNeeded: text.count)
        unsafe withUnsafeMutableBytes(of: &words) { bytes in
            unsafe bytes.copyMemory(from: UnsafeRawBufferPointer(start: text.base, count: min(text.count, 56)))
        }
    }

    init() {}
}
