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
        while start > floor, ByteSet.local.contains(text[start - 1]) {
            if text[start - 1] == 0x2E, text[start] == 0x2E { break }
            start &-= 1
        }
        while start < separator, text[start] == 0x2E { start += 1 }
        return start
    }

    /// The end of the host name that begins at a position; nil where there is none.
    private static func hostEnd(_ text: borrowing Span<UInt8>, from start: Int) -> Int? {
        var end: Int?
        var label = start
        while true {
            let letters = endOfLetters(in: text, from: label)
            let next = ByteSet.host.end(in: text, from: letters)
            if next == label || text[label] == 0x2D { return end }
            if label > start, let top = topLevelEnd(text, label..<next, letters: letters) { end = top }
            guard next < text.count, text[next] == 0x2E, text[next - 1] != 0x2D else { return end }
            label = next + 1
        }
    }

    /// Where the label, read as the last one, ends; nil where it cannot be the last one.
    @inline(__always)
    private static func topLevelEnd(_ text: borrowing Span<UInt8>, _ label: Range<Int>, letters end: Int) -> Int? {
        if end - label.lowerBound == 2, isInternational(text, label) { return label.upperBound }
        guard end - label.lowerBound >= 2 else { return nil }
        return end < label.upperBound && Digits.isDigit(text[end]) ? nil : end
    }

    /// The end of the letters at a position: most characters of most addresses.
    @inline(__always)
    private static func endOfLetters(in text: borrowing Span<UInt8>, from start: Int) -> Int {
        var position = start
        while position < text.count, (text[position] | 0x20) &- 0x61 < 26 { position &+= 1 }
        return position
    }

    /// Whether a label that begins with two letters is one of another script: `xn--` and more.
    private static func isInternational(_ text: borrowing Span<UInt8>, _ label: Range<Int>) -> Bool {
        let first = label.lowerBound
        return label.count > 4 && text[first] | 0x20 == 0x78 && text[first + 1] | 0x20 == 0x6E
            && text[first + 2] == 0x2D && text[first + 3] == 0x2D
    }
}
