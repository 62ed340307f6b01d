// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Times as in RFC 3339: `2026-07-31T12:34:56.789+09:00`, also with a space for the T (section 5.6).
package enum RFC3339Time {
    /// Milliseconds since 1970, further digits cut off; nil where the text is no such time.
    package static func parse(_ bytes: borrowing Span<UInt8>) -> Int64? {
        guard bytes.count >= 20, bytes[4] == 0x2D, bytes[7] == 0x2D, bytes[13] == 0x3A, bytes[16] == 0x3A,
            bytes[10] | 0x20 == 0x74 || bytes[10] == 0x20,
            let days = CivilDate.days(
                year: Digits.four(bytes, at: 0), month: Digits.two(bytes, at: 5), day: Digits.two(bytes, at: 8))
        else { return nil }
        var position = 19
        guard let millisecond = fraction(bytes, &position), let offset = offset(bytes, position) else { return nil }
        return CivilDate.milliseconds(
            days: days, hour: Digits.two(bytes, at: 11), minute: Digits.two(bytes, at: 14),
            second: Digits.two(bytes, at: 17), millisecond: millisecond, offsetMinutes: offset)
    }

    private static func fraction(_ bytes: borrowing Span<UInt8>, _ position: inout Int) -> Int? {
        guard bytes[position] == 0x2E else { return 0 }
        let start = position + 1
        var value = 0
        var scale = 100
        position = start
        while position < bytes.count, Digits.isDigit(bytes[position]) {
            value += Int(bytes[position] &- 0x30) * scale
            scale /= 10
            position += 1
        }
        return position > start ? value : nil
    }

    /// Minutes east of UTC, up to the end of the text.
    private static func offset(_ bytes: borrowing Span<UInt8>, _ position: Int) -> Int? {
        guard position < bytes.count else { return nil }
        if bytes[position] | 0x20 == 0x7A { return position + 1 == bytes.count ? 0 : nil }
        guard bytes.count - position == 6, bytes[position] == 0x2B || bytes[position] == 0x2D,
            bytes[position + 3] == 0x3A
        else { return nil }
        let hours = Digits.two(bytes, at: position + 1)
        let minutes = Digits.two(bytes, at: position + 4)
        guard hours >= 0, hours <= 23, minutes >= 0, minutes <= 59 else { return nil }
        return (bytes[position] == 0x2D ? -1 : 1) * (hours * 60 + minutes)
    }
}
