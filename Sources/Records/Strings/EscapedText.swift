// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Escapes inside JSON strings (RFC 8259, section 7).
enum EscapedText {
    /// Position after the escape at a backslash; -1 where it is not valid.
    static func end(_ text: Bytes, at position: Int) -> Int {
        guard position + 2 <= text.count else { return -1 }
        if isShort(text[position + 1]) { return position + 2 }
        guard let first = unit(text, at: position) else { return -1 }
        if first & 0xf800 != 0xd800 { return position + 6 }
        guard first < 0xdc00, let second = unit(text, at: position + 6), second & 0xfc00 == 0xdc00 else { return -1 }
        return position + 12
    }

    /// Whether a byte after a backslash makes an escape of two bytes.
    @inline(__always)
    static func isShort(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x22, 0x2f, 0x5c, 0x62, 0x66, 0x6e, 0x72, 0x74: true
        default: false
        }
    }

    /// The number in `\uXXXX` at a position, nil where that does not stand there.
    static func unit(_ text: Bytes, at position: Int) -> UInt32? {
        guard position + 6 <= text.count, text[position] == 0x5c, text[position + 1] == 0x75 else { return nil }
        var value: UInt32 = 0
        for index in position + 2..<position + 6 {
            let byte = text[index]
            let digit: UInt8
            switch byte {
            case 0x30...0x39: digit = byte - 0x30
            case 0x41...0x46: digit = byte - 0x37
            case 0x61...0x66: digit = byte - 0x57
            default: return nil
            }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    /// Appends the characters that a valid string content stands for.
    static func decode(_ text: Bytes, into buffer: inout ByteBuffer) {
        var copied = 0
        var position = 0
        while position < text.count {
            guard text[position] == 0x5c, position + 1 < text.count else {
                position += 1
                continue
            }
            buffer.append(text.slice(copied, position))
            position = decodeEscape(text, at: position, into: &buffer)
            copied = position
        }
        buffer.append(text.slice(copied, text.count))
    }

    private static func decodeEscape(_ text: Bytes, at position: Int, into buffer: inout ByteBuffer) -> Int {
        switch text[position + 1] {
        case 0x62: buffer.append(0x08)
        case 0x66: buffer.append(0x0c)
        case 0x6e: buffer.append(0x0a)
        case 0x72: buffer.append(0x0d)
        case 0x74: buffer.append(0x09)
        case 0x75:
            guard let first = unit(text, at: position) else { return position + 2 }
            if first & 0xfc00 == 0xd800, let second = unit(text, at: position + 6), second & 0xfc00 == 0xdc00 {
                append(0x10000 + ((first & 0x3ff) << 10 | (second & 0x3ff)), to: &buffer)
                return position + 12
            }
            append(first, to: &buffer)
            return position + 6
        case let byte: buffer.append(byte)
        }
        return position + 2
    }

    private static func append(_ scalar: UInt32, to buffer: inout ByteBuffer) {
        func tail(_ shift: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: 0x80 | (scalar >> shift & 0x3f)) }
        switch scalar {
        case 0..<0x80: buffer.append(UInt8(truncatingIfNeeded: scalar))
        case 0x80..<0x800:
            buffer.append(UInt8(truncatingIfNeeded: 0xc0 | scalar >> 6))
            buffer.append(tail(0))
        case 0x800..<0x10000:
            buffer.append(UInt8(truncatingIfNeeded: 0xe0 | scalar >> 12))
            buffer.append(tail(6))
            buffer.append(tail(0))
        default:
            buffer.append(UInt8(truncatingIfNeeded: 0xf0 | scalar >> 18))
            buffer.append(tail(12))
            buffer.append(tail(6))
            buffer.append(tail(0))
        }
    }
}
