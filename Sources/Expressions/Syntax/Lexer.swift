// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Splits an expression into tokens; reports what is none and goes on behind it.
struct Lexer {
    let bytes: [UInt8]
    var position = 0
    var failures = Failures()

    init(_ source: String) {
        bytes = Array(source.utf8)
    }

    /// The byte at a distance from the current position, or nil behind the end.
    func peek(_ distance: Int = 0) -> UInt8? {
        let index = position + distance
        return index < bytes.count ? bytes[index] : nil
    }

    /// All tokens, the last of which is `.end`.
    mutating func tokens() -> [Token] {
        var result: [Token] = []
        while true {
            let token = next()
            result.append(token)
            if token.kind == .end { return result }
        }
    }

    private mutating func next() -> Token {
        skipBlanks()
        let start = position
        guard let first = peek() else { return Token(kind: .end, range: start..<start) }
        let kind: Token.Kind
        if Ascii.isDigit(first) || (first == Ascii.dot && Ascii.isDigit(peek(1) ?? 0)) {
            kind = number()
        } else if let string = stringStart() {
            kind = self.string(isBytes: string.isBytes, isRaw: string.isRaw, prefixLength: string.prefixLength)
        } else if Ascii.isNameStart(first) {
            kind = name()
        } else if first == Ascii.backtick {
            kind = quotedName()
        } else {
            kind = symbol()
        }
        return Token(kind: kind, range: start..<position)
    }

    private mutating func skipBlanks() {
        while let byte = peek() {
            if byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0C || byte == 0x0D {
                position += 1
            } else if byte == Ascii.slash && peek(1) == Ascii.slash {
                while let inside = peek(), inside != 0x0A { position += 1 }
            } else {
                return
            }
        }
    }

    private mutating func name() -> Token.Kind {
        let start = position
        while let byte = peek(), Ascii.isNamePart(byte) { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        switch text {
        case "true": return .literal(.bool(true))
        case "false": return .literal(.bool(false))
        case "null": return .literal(.null)
        case "in": return .in
        default: return .name(text)
        }
    }

    /// A name in backticks: any character but a control character, since fields of events carry any name.
    private mutating func quotedName() -> Token.Kind {
        let start = position
        position += 1
        while let byte = peek(), byte != Ascii.backtick, byte >= 0x20 { position += 1 }
        guard peek() == Ascii.backtick else {
            failures.add(start..<position, "name in backticks has no end", hint: "close it with '`'")
            return .invalid
        }
        let text = String(decoding: bytes[start + 1..<position], as: UTF8.self)
        position += 1
        guard !text.isEmpty else {
            failures.add(start..<position, "name in backticks is empty")
            return .invalid
        }
        return .quotedName(text)
    }

    private mutating func symbol() -> Token.Kind {
        if let second = peek(1), let first = peek() {
            let pair = String(decoding: [first, second], as: UTF8.self)
            if let symbol = Symbol(rawValue: pair) {
                position += 2
                return .symbol(symbol)
            }
        }
        if let first = peek(), first < 0x80, let symbol = Symbol(rawValue: String(UnicodeScalar(first))) {
            position += 1
            return .symbol(symbol)
        }
        return unknownCharacter()
    }

    private mutating func unknownCharacter() -> Token.Kind {
        let start = position
        position += 1
        while let byte = peek(), byte & 0xC0 == 0x80 { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        let (meant, hint): (Token.Kind, String?) =
            switch text {
            case "=": (.symbol(.equal), "compare with '=='")
            case "&": (.symbol(.and), "logical and is '&&'")
            case "|": (.symbol(.or), "logical or is '||'")
            case "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}": (.invalid, "strings stand in ' or \"")
            case "\u{2013}", "\u{2014}", "\u{2212}": (.symbol(.minus), "minus is '-'")
            case ";": (.invalid, "an expression has no ';'")
            default:
                (.invalid, bytes[start] >= 0x80 ? "names with such characters stand in backticks: `\(text)...`" : nil)
            }
        let shown =
            text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F } ? "'\(text)'" : "control character"
        failures.add(start..<position, "unexpected \(shown)", hint: hint)
        return meant
    }
}
