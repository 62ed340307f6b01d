// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A set of ASCII characters as 128 bits, asked without a branch.
struct ByteSet {
    /// Bits of the characters below 0x40.
    let low: UInt64
    /// Bits of the characters from 0x40 to 0x7f.
    let high: UInt64

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
        let half = byte & 0x40 == 0 ? low : high
        return (half &>> UInt64(byte & 0x3F)) & UInt64((byte &>> 7) ^ 1) != 0
    }

    /// The first position at or behind `start` whose byte is not in the set.
    @inline(__always)
    func end(in text: borrowing Span<UInt8>, from start: Int) -> Int {
        var position = start
        while position < text.count, contains(text[position]) { position &+= 1 }
        return position
    }

    /// Letters, digits and `-`: what labels of host names consist of.
    @inline(__always)
    static var host: ByteSet { ByteSet(low: 0x03FF_2000_0000_0000, high: 0x07FF_FFFE_07FF_FFFE) }

    /// Letters, digits and `._%+-`: what stands before the `@` of an address.
    @inline(__always)
    static var local: ByteSet { ByteSet(low: 0x03FF_6820_0000_0000, high: 0x07FF_FFFE_87FF_FFFE) }
}
