// Sluice
// SPDX-License-Identifier: Apache-2.0

import YAML

extension TOMLScanner {
    /// A string of any of the four kinds, the cursor at its first quote.
    mutating func string() throws(TOMLError) -> String {
        let quote = peek() ?? 0
        let isMultiline = peek(1) == quote && peek(2) == quote
        let start = offset
        advance(isMultiline ? 3 : 1)
        if isMultiline {
            // A line end right behind the opening quotes is none of the text's.
            if peek() == 0x0D, peek(1) == 0x0A { advance(2) } else if peek() == 0x0A { advance() }
        }
        var text: [UInt8] = []
        while let byte = peek() {
            if byte == quote {
                if !isMultiline {
                    advance()
                    return String(decoding: text, as: UTF8.self)
                }
                if closes(quote, &text) { return String(decoding: text, as: UTF8.self) }
            } else if byte == 0x0A, !isMultiline {
                break
            } else if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                try escape(into: &text, isMultiline: isMultiline)
            } else if byte < 0x20 && byte != 0x09 && !(isMultiline && (byte == 0x0A || byte == 0x0D)) || byte == 0x7F {
                throw error("a control character in a text", hint: "write it as \\u00XX in double quotes")
            } else {
                text.append(byte)
                advance()
            }
        }
        throw TOMLError(
            "a text that is not closed", at: span(from: start, to: start + (isMultiline ? 3 : 1)),
            hint: "add \(isMultiline ? "three closing quotes" : "a closing quote")")
    }

    /// Takes the quotes at the cursor: up to two belong to the text, three close it.
    private mutating func closes(_ quote: UInt8, _ text: inout [UInt8]) -> Bool {
        var count = 0
        while peek() == quote, count < 5 {
            count += 1
            advance()
        }
        text += Array(repeating: quote, count: count >= 3 ? count - 3 : count)
        return count >= 3
    }

    private mutating func escape(into text: inout [UInt8], isMultiline: Bool) throws(TOMLError) {
        let start = offset
        advance()
        let simple: [UInt8: UInt8] = [
            UInt8(ascii: "b"): 0x08, UInt8(ascii: "t"): 0x09, UInt8(ascii: "n"): 0x0A, UInt8(ascii: "f"): 0x0C,
            UInt8(ascii: "r"): 0x0D, UInt8(ascii: "\""): 0x22, UInt8(ascii: "\\"): 0x5C,
        ]
        guard let byte = peek() else { return }
        if let plain = simple[byte] {
            text.append(plain)
            return advance()
        }
        if byte == UInt8(ascii: "u") || byte == UInt8(ascii: "U") {
            let digits = byte == UInt8(ascii: "u") ? 4 : 8
            let end = min(source.bytes.count, offset + 1 + digits)
            let code = source.bytes[offset + 1..<end]
            if code.count == digits, code.allSatisfy(Self.isHexadecimal),
                let value = UInt32(String(decoding: code, as: UTF8.self), radix: 16), let scalar = Unicode.Scalar(value)
            {
                text += Array(String(scalar).utf8)
                return advance(1 + digits)
            }
        } else if isMultiline, skipLineEnd() {
            return
        }
        throw TOMLError(
            "an escape that is none", at: span(from: start, to: offset + 1),
            hint: "write '\\\\' for a backslash, or put the text into single quotes")
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (byte >= 0x30 && byte <= 0x39) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x66)
    }

    /// Steps over the white space that a backslash at a line's end swallows; false where the line goes on.
    private mutating func skipLineEnd() -> Bool {
        let start = offset
        skipBlanks()
        guard peek() == 0x0A || peek() == 0x0D && peek(1) == 0x0A else {
            offset = start
            return false
        }
        while let byte = peek(), byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { advance() }
        return true
    }
}
