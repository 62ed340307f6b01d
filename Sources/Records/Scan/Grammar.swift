// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The scalar rules of RFC 8259, each reading from a position to the first byte that is not part of the value.
enum Grammar {
    /// The end of a string, which is the position of its closing quote; -1 where the string is not valid.
    ///
    /// `escaped` becomes the bit of the first node word that says so.
    @inline(always)
    static func endOfString(_ text: Bytes, from start: Int, escaped: inout UInt64) -> Int {
        var position = start
        while true {
            position = UTF8Text.endOfPlainText(text, from: position)
            if position < 0 { return -1 }
            let byte = text[position]
            if byte == 0x22 { return position }
            if byte == 0x5c {
                escaped = UInt64(Node.escaped) &<< 48
                if position &+ 1 < text.count, EscapedText.isShort(text[position &+ 1]) {
                    position &+= 2
                    continue
                }
                position = EscapedText.end(text, at: position)
            } else {
                position = endOfSequences(text, from: position)
            }
            if position < 0 { return -1 }
        }
    }

    /// The end of a run of multi-byte characters; -1 where one is not valid or a control character stands there.
    @inline(never)
    private static func endOfSequences(_ text: Bytes, from start: Int) -> Int {
        var position = start
        if text[position] < 0x20 { return -1 }
        while position < text.count, text[position] >= 0x80 {
            let length = UTF8Text.sequenceLength(text, at: position)
            if length == 0 { return -1 }
            position &+= length
        }
        return position
    }

    /// Says what is wrong with a string that `endOfString` refused.
    @inline(never)
    static func failure(ofStringAt start: Int, in text: Bytes) -> ScanFailure {
        var position = start
        while true {
            position = UTF8Text.endOfPlainText(text, from: position)
            if position < 0 { return ScanFailure(.unexpectedEnd, at: text.count) }
            let byte = text[position]
            if byte == 0x5c {
                let end = EscapedText.end(text, at: position)
                if end < 0 {
                    if position + 1 >= text.count { return ScanFailure(.unexpectedEnd, at: text.count) }
                    let isSurrogate = EscapedText.unit(text, at: position) != nil
                    return ScanFailure(isSurrogate ? .loneSurrogate : .invalidEscape, at: position)
                }
                position = end
            } else if byte < 0x20 {
                return ScanFailure(.controlCharacter, at: position)
            } else if byte == 0x22 {
                return ScanFailure(.unexpectedByte, at: position)
            } else {
                let length = UTF8Text.sequenceLength(text, at: position)
                if length == 0 { return ScanFailure(.invalidUTF8, at: position) }
                position += length
            }
        }
    }

    /// The end of a number without its sign; -1 where it is not valid.
    @inline(always)
    static func endOfNumber(_ text: Bytes, from start: Int) -> Int {
        let position = endOfDigits(text, from: start)
        let count = position &- start
        if count == 0 || (count > 1 && text[start] == 0x30) { return -1 }
        if position < text.count {
            let byte = text[position]
            if byte == 0x2e || byte | 0x20 == 0x65 { return endOfFraction(text, from: position) }
        }
        return position
    }

    @inline(always)
    private static func endOfFraction(_ text: Bytes, from start: Int) -> Int {
        var position = start
        if text[position] == 0x2e {
            let end = endOfDigits(text, from: position &+ 1)
            if end == position &+ 1 { return -1 }
            position = end
        }
        if position < text.count, text[position] | 0x20 == 0x65 {
            position &+= 1
            if position < text.count, text[position] == 0x2b || text[position] == 0x2d { position &+= 1 }
            let end = endOfDigits(text, from: position)
            if end == position { return -1 }
            position = end
        }
        return position
    }

    /// The end of a run of digits, eight bytes at a time: a byte is no digit where adding 0x76 to its distance from
    /// "0" carries into the top bit.
    @inline(always)
    private static func endOfDigits(_ text: Bytes, from start: Int) -> Int {
        var position = start
        while position &+ 8 <= text.count {
            let distance = text.word(at: position) ^ 0x3030_3030_3030_3030
            let others = (distance | (distance &+ 0x7676_7676_7676_7676)) & 0x8080_8080_8080_8080
            if others != 0 { return position &+ others.trailingZeroBitCount &>> 3 }
            position &+= 8
        }
        while position < text.count, text[position] &- 0x30 < 10 { position &+= 1 }
        return position
    }

    /// The end of `true`, `false` or `null`; -1 where none of them stands there.
    @inline(always)
    static func endOfLiteral(_ text: Bytes, from start: Int) -> Int {
        guard start &+ 4 <= text.count else { return -1 }
        switch text.halfWord(at: start) {
        case 0x6575_7274, 0x6c6c_756e: return start &+ 4
        case 0x736c_6166: return start &+ 5 <= text.count && text[start &+ 4] == 0x65 ? start &+ 5 : -1
        default: return -1
        }
    }

    /// The first position that holds no white space; its complement (a negative number) where a line break was passed.
    @inline(never)
    static func endOfSpace(_ text: Bytes, from start: Int) -> Int {
        var breaksLine = false
        let end = endOfSpace(text, from: start, breaksLine: &breaksLine)
        return breaksLine ? ~end : end
    }

    @inline(always)
    static func endOfSpace(_ text: Bytes, from start: Int, breaksLine: inout Bool) -> Int {
        var position = start
        while position < text.count {
            let byte = text[position]
            if byte == 0x0a || byte == 0x0d {
                breaksLine = true
            } else if byte != 0x20, byte != 0x09 {
                return position
            }
            position &+= 1
        }
        return position
    }

    /// Says what is wrong with a number or literal that was refused.
    @inline(never)
    static func failure(ofPlainValueAt start: Int, in text: Bytes) -> ScanFailure {
        if start >= text.count { return ScanFailure(.unexpectedEnd, at: start) }
        let first = text[start]
        var position = start
        while position < text.count, isPartOfWord(text[position]) { position &+= 1 }
        if first == 0x2d || first &- 0x30 < 10 { return ScanFailure(.invalidNumber, at: start) }
        return ScanFailure(position > start ? .invalidLiteral : .unexpectedByte, at: start)
    }

    private static func isPartOfWord(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26
    }
}
