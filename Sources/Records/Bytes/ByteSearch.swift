// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A search for the first of three bytes: 64 bytes at a time while there is none, then 16.
struct ByteSearch {
    private let first: SIMD16<UInt8>
    private let second: SIMD16<UInt8>
    private let third: SIMD16<UInt8>

    /// Two of the bytes may be the same.
    @inline(always)
    init(for first: UInt8, _ second: UInt8, _ third: UInt8) {
        self.first = SIMD16(repeating: first)
        self.second = SIMD16(repeating: second)
        self.third = SIMD16(repeating: third)
    }

    /// Position of the first occurrence at or behind a position; -1 for none.
    @inline(always)
    func firstPosition(in text: Bytes, from start: Int) -> Int {
        var position = start
        while position &+ 64 <= text.count {
            let found =
                (hits(text.vector(at: position)) .| hits(text.vector(at: position &+ 16)))
                .| (hits(text.vector(at: position &+ 32)) .| hits(text.vector(at: position &+ 48)))
            let words = ByteSearch.words(found)
            if words[0] | words[1] != 0 { break }
            position &+= 64
        }
        while position &+ 16 <= text.count {
            let words = ByteSearch.words(hits(text.vector(at: position)))
            if words[0] | words[1] != 0 { return position &+ ByteSearch.firstByte(words) }
            position &+= 16
        }
        return position < text.count ? lastPosition(in: text, from: position) : -1
    }

    /// The same for the last bytes, fewer than 16, read together with what lies before them.
    @inline(always)
    private func lastPosition(in text: Bytes, from position: Int) -> Int {
        guard text.count >= 16 else {
            for place in position..<text.count {
                let byte = text[place]
                if byte == first[0] || byte == second[0] || byte == third[0] { return place }
            }
            return -1
        }
        let start = text.count &- 16
        let skipped = UInt64(truncatingIfNeeded: position &- start) &* 8
        var words = ByteSearch.words(hits(text.vector(at: start)))
        // A shift by 64 bits or more gives zero.
        words[0] &= ~0 << skipped
        if skipped > 64 { words[1] &= ~0 << (skipped &- 64) }
        return words[0] | words[1] != 0 ? start &+ ByteSearch.firstByte(words) : -1
    }

    @inline(always)
    private func hits(_ bytes: SIMD16<UInt8>) -> SIMDMask<SIMD16<Int8>> {
        (bytes .== first) .| (bytes .== second) .| (bytes .== third)
    }

    /// Lower and upper half, 0xff for each hit.
    @inline(always)
    private static func words(_ hits: SIMDMask<SIMD16<Int8>>) -> SIMD2<UInt64> {
        unsafe unsafeBitCast(hits, to: SIMD2<UInt64>.self)
    }

    /// Index of the first hit; there is one.
    @inline(always)
    private static func firstByte(_ words: SIMD2<UInt64>) -> Int {
        words[0] != 0 ? words[0].trailingZeroBitCount &>> 3 : 8 &+ words[1].trailingZeroBitCount &>> 3
    }
}
