// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Finds e-mail addresses in a text.
///
/// An address is a local part of letters, digits and `._%+-`, an `@`, and a host name of at least two labels whose last
/// one begins with two letters or more and no digit behind them (or is `xn--...`). `%40` counts as an `@`: addresses in
/// URLs are addresses. Dots neither begin nor end a local part and do not follow each other. Quoted local parts and
/// addresses in other scripts are not found.
enum EmailMatcher {
    /// The first address at or after a position.
    static func next(in text: borrowing Span<UInt8>, from start: Int) -> Range<Int>? {
        var floor = start
        var position = start
        while true {
            while position < text.count, text[position] != 0x40, text[position] != 0x25 { position += 1 }
            if position >= text.count { return nil }
            let width = separatorWidth(text, at: position)
            if width > 0 {
                // The host first: only behind a good one is the local part worth the way back over it.
                if let end = hostEnd(text, from: position + width) {
                    let first = localStart(text, at: position, floor: floor)
                    if first < position { return first..<end }
                }
                if width == 1 { floor = position + 1 }
            }
            position += max(1, width)
        }
    }

    /// 1 for `@`, 3 for `%40`, else 0.
    @inline(__always)
    private static func separatorWidth(_ text: borrowing Span<UInt8>, at position: Int) -> Int {
        if text[position] == 0x40 { return 1 }
        guard text[position] == 0x25, position + 2 < text.count, text[position + 1] == 0x34, text[position + 2] == 0x30
        else { return 0 }
        return 3
    }

    private static func localStart(_ text: borrowing Span<UInt8>, at separator: Int, floor: Int) -> Int {
        var start = separator
        guard start > floor, text[start - 1] != 0x2E else { return separator }
        while start > floor, isLocal(text[start - 1]) {
            if text[start - 1] == 0x2E, start < text.count, text[start] == 0x2E { break }
            start -= 1
        }
        while start < separator, text[start] == 0x2E { start += 1 }
        return start
    }

    /// The end of the host name that begins at a position; nil where there is none.
    private static func hostEnd(_ text: borrowing Span<UInt8>, from start: Int) -> Int? {
        var end: Int?
        var label = start
        var labels = 0
        while label < text.count, isAlphanumeric(text[label]) {
            var next = label
            while next < text.count, isAlphanumeric(text[next]) || text[next] == 0x2D { next += 1 }
            labels += 1
            if labels > 1, let top = topLevelEnd(text, label..<next) { end = top }
            guard text[next - 1] != 0x2D, next < text.count, text[next] == 0x2E else { break }
            label = next + 1
        }
        return end
    }

    /// Where the label, read as the last one, ends; nil where it cannot be the last one.
    private static func topLevelEnd(_ text: borrowing Span<UInt8>, _ label: Range<Int>) -> Int? {
        if label.count > 4, text[label.lowerBound] | 0x20 == 0x78, text[label.lowerBound + 1] | 0x20 == 0x6E,
            text[label.lowerBound + 2] == 0x2D, text[label.lowerBound + 3] == 0x2D
        {
            return label.upperBound
        }
        var end = label.lowerBound
        while end < label.upperBound, isLetter(text[end]) { end += 1 }
        guard end - label.lowerBound >= 2 else { return nil }
        return end < label.upperBound && Digits.isDigit(text[end]) ? nil : end
    }

    @inline(__always)
    private static func isLocal(_ byte: UInt8) -> Bool {
        isAlphanumeric(byte) || byte == 0x2E || byte == 0x5F || byte == 0x25 || byte == 0x2B || byte == 0x2D
    }

    @inline(__always)
    private static func isAlphanumeric(_ byte: UInt8) -> Bool { isLetter(byte) || Digits.isDigit(byte) }

    @inline(__always)
    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 <= 25 }
}
