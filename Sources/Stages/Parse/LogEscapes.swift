// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records

/// Escapes in quoted fields of web server logs: Apache's `\"`, `\\`, `\n`, and the `\xNN` of both Apache and nginx.
enum LogEscapes {
    /// Writes a field without its escapes; false where the result would be no UTF-8. Unknown escapes stay.
    static func resolve(_ line: borrowing Span<UInt8>, _ range: Range<Int>, into text: inout ByteBuffer) -> Bool {
        text.removeAll()
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = line[index]
            guard byte == 0x5C, index + 1 < range.upperBound else {
                text.append(byte)
                index += 1
                continue
            }
            if line[index + 1] == 0x78, index + 3 < range.upperBound, let high = hex(line[index + 2]),
                let low = hex(line[index + 3])
            {
                text.append(high << 4 | low)
                index += 4
            } else if let plain = plain(line[index + 1]) {
                text.append(plain)
                index += 2
            } else {
                text.append(byte)
                index += 1
            }
        }
        return PlainText.invalidUTF8(text.bytes) == nil
    }

    private static func plain(_ letter: UInt8) -> UInt8? {
        switch letter {
        case 0x22, 0x5C: letter
        case 0x6E: 0x0A
        case 0x72: 0x0D
        case 0x74: 0x09
        case 0x62: 0x08
        case 0x66: 0x0C
        case 0x76: 0x0B
        default: nil
        }
    }

    private static func hex(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x41...0x46: digit - 0x37
        case 0x61...0x66: digit - 0x57
        default: nil
        }
    }
}
