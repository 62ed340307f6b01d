// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records

/// Base 64 with padding (RFC 4648 section 4).
enum Base64 {
    private static let alphabet: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

    static func encode(_ bytes: RawSpan, into chunk: ByteChunk) {
        let letters = alphabet.utf8Start
        bytes.withUnsafeBytes { bytes in
            var position = 0
            while position < bytes.count {
                let left = bytes.count - position
                let second = left > 1 ? bytes[position + 1] : 0
                let third = left > 2 ? bytes[position + 2] : 0
                let bits = UInt32(bytes[position]) << 16 | UInt32(second) << 8 | UInt32(third)
                chunk.append(letters[Int(bits >> 18)])
                chunk.append(letters[Int(bits >> 12 & 63)])
                chunk.append(left > 1 ? letters[Int(bits >> 6 & 63)] : UInt8(ascii: "="))
                chunk.append(left > 2 ? letters[Int(bits & 63)] : UInt8(ascii: "="))
                position += 3
            }
        }
    }

    /// The bytes of a text; nil where it is not base 64 with padding.
    static func decode(_ text: Span<UInt8>) -> [UInt8]? {
        guard text.count % 4 == 0 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3)
        var bits: UInt32 = 0
        var padding = 0
        for index in text.indices {
            let letter = text[index]
            if letter == UInt8(ascii: "=") {
                padding += 1
                guard index >= text.count - 2 else { return nil }
            }
            guard padding == 0 || letter == UInt8(ascii: "="), let value = value(of: letter) else { return nil }
            bits = bits << 6 | value
            if index % 4 == 3 {
                bytes.append(UInt8(truncatingIfNeeded: bits >> 16))
                if padding < 2 { bytes.append(UInt8(truncatingIfNeeded: bits >> 8)) }
                if padding < 1 { bytes.append(UInt8(truncatingIfNeeded: bits)) }
            }
        }
        return bytes
    }

    private static func value(of letter: UInt8) -> UInt32? {
        switch letter {
        case 0x41...0x5A: UInt32(letter) - 0x41
        case 0x61...0x7A: UInt32(letter) - 0x61 + 26
        case 0x30...0x39: UInt32(letter) - 0x30 + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        case UInt8(ascii: "="): 0
        default: nil
        }
    }
}
