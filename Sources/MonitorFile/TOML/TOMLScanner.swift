// Sluice
// SPDX-License-Identifier: Apache-2.0

import YAML

/// A cursor over the bytes of a TOML text, valid UTF-8.
struct TOMLScanner {
    let source: SourceText
    var offset = 0
    private var bytes: [UInt8] { source.bytes }

    init(_ source: SourceText) {
        self.source = source
    }

    var isAtEnd: Bool { offset >= bytes.count }

    /// The next byte, or the one so many further; nil at the end.
    func peek(_ distance: Int = 0) -> UInt8? {
        let index = offset + distance
        return index < bytes.count ? bytes[index] : nil
    }

    mutating func advance(_ count: Int = 1) { offset = min(bytes.count, offset + count) }

    /// Steps over a byte if it is the next one.
    mutating func take(_ byte: UInt8) -> Bool {
        guard peek() == byte else { return false }
        advance()
        return true
    }

    func span(from start: Int, to end: Int? = nil) -> SourceSpan {
        let first = source.position(ofByte: start)
        let last = source.position(ofByte: max(end ?? offset, start))
        return last > first ? SourceSpan(start: first, end: last) : SourceSpan(first)
    }

    /// An error about the next character.
    func error(_ message: String, hint: String? = nil) -> TOMLError {
        TOMLError(message, at: SourceSpan(source.position(ofByte: offset)), hint: hint)
    }

    // MARK: - Blanks, comments, lines

    mutating func skipBlanks() {
        while let byte = peek(), byte == 0x20 || byte == 0x09 { advance() }
    }

    /// Steps over blanks, comments and line ends.
    mutating func skipBlankLines() {
        while true {
            skipBlanks()
            switch peek() {
            case 0x0A: advance()
            case 0x0D where peek(1) == 0x0A: advance(2)
            case UInt8(ascii: "#"): skipToLineEnd()
            default: return
            }
        }
    }

    mutating func skipLine() {
        skipToLineEnd()
        advance()
    }

    private mutating func skipToLineEnd() {
        while let byte = peek(), byte != 0x0A { advance() }
    }

    /// Steps over a comment and the line's end; anything else there is an error.
    mutating func endLine() throws(TOMLError) {
        skipBlanks()
        if peek() == UInt8(ascii: "#") { skipToLineEnd() }
        if peek() == 0x0D, peek(1) == 0x0A { advance() }
        guard isAtEnd || take(0x0A) else { throw error("expected the end of the line") }
    }

    // MARK: - Keys and plain values

    /// A bare or quoted key.
    mutating func simpleKey() throws(TOMLError) -> String {
        switch peek() {
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            let start = offset
            guard peek(1) != peek() || peek(2) != peek() else {
                throw error("a key cannot be a text of several lines")
            }
            let text = try string()
            guard !text.isEmpty else { throw TOMLError("a key is empty", at: span(from: start)) }
            return text
        default:
            let start = offset
            while let byte = peek(), Self.isBare(byte) { advance() }
            guard offset > start else {
                throw error("expected a key", hint: "keys are letters, digits, '-' and '_', or stand in quotes")
            }
            return String(decoding: bytes[start..<offset], as: UTF8.self)
        }
    }

    private static func isBare(_ byte: UInt8) -> Bool {
        (byte >= 0x30 && byte <= 0x39) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || byte == 0x2D || byte == 0x5F
    }

    /// A boolean or a number.
    mutating func plain() throws(TOMLError) -> TOMLValue.Content {
        let start = offset
        while let byte = peek(), Self.isBare(byte) || byte == 0x2B || byte == 0x2E || byte == 0x3A { advance() }
        let text = String(decoding: bytes[start..<offset], as: UTF8.self)
        if let value = TOMLNumber.value(text) { return value }
        let place = span(from: start)
        if text.isEmpty { throw TOMLError("expected a value", at: place) }
        switch text.lowercased() {
        case "true", "false":
            throw TOMLError("'\(text)' is no value", at: place, hint: "write '\(text.lowercased())'")
        case let text where text.contains(":") || text.wholeMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}.*/) != nil:
            throw TOMLError("dates and times are not supported", at: place, hint: "put the text into quotes")
        default: throw TOMLError("'\(text.prefix(60))' is no value", at: place, hint: "put text into quotes")
        }
    }
}
