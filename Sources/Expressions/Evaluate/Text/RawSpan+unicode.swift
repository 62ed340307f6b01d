// Sluice
// SPDX-License-Identifier: Apache-2.0

extension RawSpan {
    /// The length of the white space character (Unicode property White_Space) at an offset, 0 where there is none.
    func whiteSpaceLength(at offset: Int) -> Int {
        let first = byte(at: offset)
        if first == 0x20 || (first >= 0x09 && first <= 0x0D) { return 1 }
        guard first >= 0xC2 else { return 0 }
        if first == 0xC2, offset + 1 < byteCount {
            let second = byte(at: offset + 1)
            return second == 0x85 || second == 0xA0 ? 2 : 0
        }
        guard first >= 0xE1, first <= 0xE3, offset + 2 < byteCount else { return 0 }
        let (second, third) = (byte(at: offset + 1), byte(at: offset + 2))
        switch (first, second, third) {
        case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8...0xA9), (0xE2, 0x80, 0xAF),
            (0xE2, 0x81, 0x9F), (0xE3, 0x80, 0x80):
            return 3
        default:
            return 0
        }
    }

    /// Whether the bytes are valid UTF-8 (RFC 3629).
    var isUTF8: Bool {
        var index = 0
        while index < byteCount {
            let length = sequenceLength(at: index)
            if length == 0 { return false }
            index += length
        }
        return true
    }

    private func sequenceLength(at index: Int) -> Int {
        let first = byte(at: index)
        if first < 0x80 { return 1 }
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard first >= 0xC2, first <= 0xF4, index + length <= byteCount else { return 0 }
        for next in 1..<length where byte(at: index + next) & 0xC0 != 0x80 { return 0 }
        let second = byte(at: index + 1)
        switch first {
        case 0xE0: return second >= 0xA0 ? length : 0
        case 0xED: return second < 0xA0 ? length : 0
        case 0xF0: return second >= 0x90 ? length : 0
        case 0xF4: return second < 0x90 ? length : 0
        default: return length
        }
    }
}
