// Sluice
// SPDX-License-Identifier: Apache-2.0

extension ByteBuffer {
    /// Appends bytes as the content of a JSON string, without the quotes around it.
    ///
    /// Quotes, backslashes and control characters are escaped; what is not UTF-8 becomes U+FFFD, so the result is
    /// always valid.
    public mutating func appendEscaped(_ text: RawSpan) {
        appendEscaped(Bytes(text))
    }

    mutating func appendEscaped(_ text: Bytes) {
        if UTF8Text.isPlain(text) {
            append(text, from: 0, to: text.count)
        } else {
            appendWithEscapes(text)
        }
    }

    @inline(never)
    private mutating func appendWithEscapes(_ text: Bytes) {
        var copied = 0
        var position = 0
        while position < text.count {
            position = UTF8Text.endOfPlainText(text, from: position)
            if position < 0 { break }
            if text[position] >= 0x80 {
                let length = UTF8Text.sequenceLength(text, at: position)
                if length > 0 {
                    position += length
                    continue
                }
            }
            append(text.slice(copied, position))
            appendEscape(text[position])
            position += 1
            copied = position
        }
        append(text.slice(copied, text.count))
    }

    /// Appends what stands for a byte that cannot stand in a string as it is.
    private mutating func appendEscape(_ byte: UInt8) {
        switch byte {
        case 0x22, 0x5c:
            append(0x5c)
            append(byte)
        case 0x0a: append("\\n")
        case 0x0d: append("\\r")
        case 0x09: append("\\t")
        case 0x08: append("\\b")
        case 0x0c: append("\\f")
        case 0..<0x20:
            append(byte < 0x10 ? "\\u000" : "\\u001")
            let digit = byte & 15
            append(digit < 10 ? 0x30 + digit : 0x57 + digit)
        default:
            append("\u{FFFD}")
        }
    }

    /// Appends a whole JSON string, quotes included.
    public mutating func appendString(_ text: RawSpan) {
        append(0x22)
        appendEscaped(text)
        append(0x22)
    }

    /// Appends a whole number in decimal digits.
    public mutating func append(decimal value: Int64) {
        append(magnitude: value.magnitude, isNegative: value < 0)
    }

    /// Appends a whole number in decimal digits.
    public mutating func append(unsigned value: UInt64) {
        append(magnitude: value, isNegative: false)
    }

    private mutating func append(magnitude: UInt64, isNegative: Bool) {
        if isNegative { append(0x2d) }
        var divisor: UInt64 = 1
        while magnitude / divisor >= 10 { divisor *= 10 }
        var rest = magnitude
        while divisor > 0 {
            append(0x30 + UInt8(truncatingIfNeeded: rest / divisor))
            rest %= divisor
            divisor /= 10
        }
    }
}
