// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Shows how a payload is built without what it says: letters become `x`, digits `0`; punctuation, JSON's literals and
/// the names of fields stay.
///
/// Payloads among dead letters are often broken, so this needs no grammar: what is not surely a name is masked.
package enum PayloadMask {
    /// The masked text of the first bytes of a payload.
    ///
    /// - Parameter limit: bytes of the payload that are looked at; the rest is shown as its number.
    package static func masked(_ payload: [UInt8], limit: Int = DeadLetterLimits.sampleBytes) -> String {
        let shown = payload.prefix(limit)
        var text = ""
        var position = shown.startIndex
        while position < shown.endIndex {
            let byte = shown[position]
            if byte == UInt8(ascii: "\"") {
                let end = endOfString(shown, from: position + 1)
                let content = shown[(position + 1)..<end]
                text += "\""
                text +=
                    isName(content, behind: shown[end...]) ? String(decoding: content, as: UTF8.self) : mask(content)
                if end < shown.endIndex { text += "\"" }
                position = min(end + 1, shown.endIndex)
            } else {
                let end = shown[position...].firstIndex { !isWordByte($0) } ?? shown.endIndex
                if end == position {
                    text += mask(shown[position...position])
                    position += 1
                } else {
                    let word = String(decoding: shown[position..<end], as: UTF8.self)
                    text += ["true", "false", "null"].contains(word) ? word : mask(shown[position..<end])
                    position = end
                }
            }
        }
        return payload.count > shown.count ? text + "... (\(payload.count) bytes)" : text
    }

    /// The position of the quote that ends a string, or the end.
    private static func endOfString(_ bytes: ArraySlice<UInt8>, from start: Int) -> Int {
        var position = start
        while position < bytes.endIndex, bytes[position] != UInt8(ascii: "\"") {
            position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(position, bytes.endIndex)
    }

    /// Whether a string is the name of a field: followed by a colon, and spelled as programs spell names.
    private static func isName(_ content: ArraySlice<UInt8>, behind rest: ArraySlice<UInt8>) -> Bool {
        guard (1...DeadLetterLimits.nameBytes).contains(content.count), rest.first == UInt8(ascii: "\"") else {
            return false
        }
        let next = rest.dropFirst().first { $0 != 0x20 && $0 != 0x09 }
        guard next == UInt8(ascii: ":"), let first = content.first, !isDigit(first) else { return false }
        // Long runs of digits, as in card or telephone numbers, are values that someone uses as names.
        return content.allSatisfy { isWordByte($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
            && content.count(where: isDigit) <= 4
    }

    private static func mask(_ bytes: ArraySlice<UInt8>) -> String {
        var text = ""
        for byte in bytes {
            switch byte {
            case 0x30...0x39: text += "0"
            case 0x41...0x5A, 0x61...0x7A: text += "x"
            case 0x20...0x7E: text.unicodeScalars.append(UnicodeScalar(byte))
            // One mark per character, not per byte.
            case 0x80...0xBF: continue
            default: text += byte < 0x20 || byte == 0x7F ? "." : "x"
            }
        }
        return text
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        isDigit(byte) || byte >= 0x41 && byte <= 0x5A || byte >= 0x61 && byte <= 0x7A || byte == UInt8(ascii: "_")
    }
}
