// Sluice
// SPDX-License-Identifier: Apache-2.0

extension Lexer {
    struct StringStart {
        let isBytes: Bool
        let isRaw: Bool
        let prefixLength: Int
    }

    /// The prefix of a string literal at the current position: none, `r`, `b` or `br`, in any case.
    func stringStart() -> StringStart? {
        var length = 0
        var isBytes = false
        var isRaw = false
        if let byte = peek(), byte | 0x20 == UInt8(ascii: "b") {
            isBytes = true
            length += 1
        }
        if let byte = peek(length), byte | 0x20 == UInt8(ascii: "r") {
            isRaw = true
            length += 1
        }
        guard let mark = peek(length), mark == Ascii.quote || mark == Ascii.apostrophe else { return nil }
        return StringStart(isBytes: isBytes, isRaw: isRaw, prefixLength: length)
    }

    /// A string or bytes literal in its single-line or triple-quoted form.
    mutating func string(isBytes: Bool, isRaw: Bool, prefixLength: Int) -> Token.Kind {
        let start = position
        position += prefixLength
        guard let mark = peek() else { return .invalid }
        let isTriple = peek(1) == mark && peek(2) == mark
        position += isTriple ? 3 : 1
        var content: [UInt8] = []
        var isValid = true
        while let byte = peek() {
            if byte == mark && (!isTriple || (peek(1) == mark && peek(2) == mark)) {
                position += isTriple ? 3 : 1
                guard isValid else { return .invalid }
                return .literal(isBytes ? .bytes(content) : .string(content))
            }
            if !isTriple && (byte == 0x0A || byte == 0x0D) { break }
            if byte == Ascii.backslash && !isRaw {
                isValid = escape(into: &content, isBytes: isBytes) && isValid
            } else {
                content.append(byte)
                position += 1
            }
        }
        let closing = String(repeating: String(UnicodeScalar(mark)), count: isTriple ? 3 : 1)
        failures.add(start..<position, "string has no end", hint: "close it with \(closing)")
        return .invalid
    }

    /// Decodes one escape sequence; false where it was reported.
    private mutating func escape(into content: inout [UInt8], isBytes: Bool) -> Bool {
        let start = position
        position += 1
        guard let letter = peek() else { return true }
        if letter < 0x20 {
            failures.add(start..<position, "'\\' needs an escape character", hint: "write a backslash as '\\\\'")
            return false
        }
        position += 1
        switch letter {
        case UInt8(ascii: "a"): content.append(0x07)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "v"): content.append(0x0B)
        case Ascii.backslash, Ascii.quote, Ascii.apostrophe, Ascii.backtick, UInt8(ascii: "?"):
            content.append(letter)
        case UInt8(ascii: "x"), UInt8(ascii: "X"):
            return codePoint(from: start, digits: 2, radix: 16, into: &content, isBytes: isBytes)
        case UInt8(ascii: "u") where !isBytes:
            return codePoint(from: start, digits: 4, radix: 16, into: &content, isBytes: false)
        case UInt8(ascii: "U") where !isBytes:
            return codePoint(from: start, digits: 8, radix: 16, into: &content, isBytes: false)
        case 0x30...0x33:
            position -= 1
            return codePoint(from: start, digits: 3, radix: 8, into: &content, isBytes: isBytes)
        default:
            while let byte = peek(), byte & 0xC0 == 0x80 { position += 1 }
            failures.add(
                start..<position, "unknown escape sequence",
                hint: "write a backslash as '\\\\', or put 'r' before the string")
            return false
        }
        return true
    }

    /// Reads the digits of `\x41`, `\u0041`, `\101` and appends the character, or in bytes the octet.
    private mutating func codePoint(
        from start: Int, digits: Int, radix: UInt32, into content: inout [UInt8], isBytes: Bool
    ) -> Bool {
        var value: UInt32 = 0
        for _ in 0..<digits {
            guard let byte = peek(), let digit = Ascii.hexValue(byte), digit < radix else {
                failures.add(
                    start..<position,
                    "escape sequence needs \(digits) \(radix == 16 ? "hexadecimal" : "octal") digits")
                return false
            }
            value = value &* radix &+ digit
            position += 1
        }
        if isBytes {
            content.append(UInt8(truncatingIfNeeded: value))
            return true
        }
        guard let scalar = UnicodeScalar(value) else {
            failures.add(start..<position, "escape sequence is not a Unicode character")
            return false
        }
        content.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
        return true
    }
}
