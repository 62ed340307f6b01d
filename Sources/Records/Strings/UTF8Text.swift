// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Rules of UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing past U+10FFFF.
enum UTF8Text {
    /// Length of the multi-byte sequence at a position, 0 where it is not valid.
    @inline(always)
    static func sequenceLength(_ text: Bytes, at position: Int) -> Int {
        let lead = text[position]
        let left = text.count - position
        if lead < 0xe0 {
            guard lead >= 0xc2, left >= 2, isContinuation(text[position + 1]) else { return 0 }
            return 2
        }
        if lead < 0xf0 {
            guard left >= 3, isContinuation(text[position + 2]) else { return 0 }
            let second = text[position + 1]
            let lowest: UInt8 = lead == 0xe0 ? 0xa0 : 0x80
            let highest: UInt8 = lead == 0xed ? 0x9f : 0xbf
            return second >= lowest && second <= highest ? 3 : 0
        }
        guard lead <= 0xf4, left >= 4, isContinuation(text[position + 2]), isContinuation(text[position + 3]) else {
            return 0
        }
        let second = text[position + 1]
        let lowest: UInt8 = lead == 0xf0 ? 0x90 : 0x80
        let highest: UInt8 = lead == 0xf4 ? 0x8f : 0xbf
        return second >= lowest && second <= highest ? 4 : 0
    }

    /// Whether a position of valid text lies behind the first byte of a character.
    @inline(always)
    static func isWithinCharacter(_ text: Bytes, _ position: Int) -> Bool {
        position < text.count && isContinuation(text[position])
    }

    @inline(always)
    private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xc0 == 0x80 }

    /// Position of the first byte that is a quote, a backslash, below 0x20 or above 0x7f; -1 if there is none.
    @inline(always)
    static func endOfPlainText(_ text: Bytes, from start: Int) -> Int {
        var position = start
        while position &+ 16 <= text.count {
            let found = stops(text.vector(at: position))
            if found[0] != 0 { return position &+ found[0].trailingZeroBitCount &>> 3 }
            if found[1] != 0 { return position &+ 8 &+ found[1].trailingZeroBitCount &>> 3 }
            position &+= 16
        }
        return endOfShortText(text, from: position)
    }

    /// Whether a text is ASCII without quotes, backslashes and control characters.
    @inline(always)
    static func isPlain(_ text: Bytes) -> Bool {
        if text.count >= 16 { return endOfPlainText(text, from: 0) < 0 }
        if text.count >= 8 { return isPlain(text.word(at: 0)) && isPlain(text.word(at: text.count &- 8)) }
        if text.count >= 4 {
            let first = UInt64(text.halfWord(at: 0))
            return isPlain(first | UInt64(text.halfWord(at: text.count &- 4)) &<< 32)
        }
        return endOfShortText(text, from: 0) < 0
    }

    /// The same for eight bytes: the top bit of a byte is set where it is a stop, or above a byte that is one.
    @inline(always)
    private static func isPlain(_ bytes: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = bytes ^ 0x22 &* ones
        let backslash = bytes ^ 0x5c &* ones
        let stops = (bytes &- 0x20 &* ones) | (quote &- ones) | (backslash &- ones) | bytes
        return stops & (0x80 &* ones) == 0
    }

    /// The same for the last bytes of a text: nothing behind its end is read.
    @inline(never)
    private static func endOfShortText(_ text: Bytes, from start: Int) -> Int {
        var position = start
        while position < text.count {
            let byte = text[position]
            if byte == 0x22 || byte == 0x5c || Int8(bitPattern: byte) < 0x20 { return position }
            position &+= 1
        }
        return -1
    }

    /// Lanes (0xff per byte) that end plain text. As signed bytes, all above 0x7f are below 0x20 as well.
    ///
    /// Comparing with a splat, never with a scalar: the scalar overload is not vectorised and costs a hundredfold.
    @inline(always)
    static func stops(_ bytes: SIMD16<UInt8>) -> SIMD2<UInt64> {
        let signed = unsafe unsafeBitCast(bytes, to: SIMD16<Int8>.self)
        let mask =
            (bytes .== SIMD16<UInt8>(repeating: 0x22)) .| (bytes .== SIMD16<UInt8>(repeating: 0x5c))
            .| (signed .< SIMD16<Int8>(repeating: 0x20))
        return unsafe unsafeBitCast(mask, to: SIMD2<UInt64>.self)
    }
}
