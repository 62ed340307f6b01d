// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The time of web server logs: `10/Oct/2000:13:55:36 -0700`.
enum WebLogTime {
    /// Bytes of such a time.
    static let length = 26

    /// Milliseconds since 1970 of the time at a position; nil where there is none.
    static func parse(_ bytes: borrowing Span<UInt8>, at start: Int) -> Int64? {
        guard start >= 0, bytes.count - start >= length, bytes[start + 2] == 0x2F, bytes[start + 6] == 0x2F,
            bytes[start + 11] == 0x3A, bytes[start + 14] == 0x3A, bytes[start + 17] == 0x3A, bytes[start + 20] == 0x20
        else { return nil }
        let month = month(bytes[start + 3], bytes[start + 4], bytes[start + 5])
        let year = Digits.four(bytes, at: start + 7)
        let sign = bytes[start + 21]
        let offsetHours = Digits.two(bytes, at: start + 22)
        let offsetMinutes = Digits.two(bytes, at: start + 24)
        guard sign == 0x2B || sign == 0x2D, offsetHours >= 0, offsetHours <= 23, offsetMinutes >= 0,
            offsetMinutes <= 59,
            let days = CivilDate.days(year: year, month: month, day: Digits.two(bytes, at: start))
        else { return nil }
        let offset = offsetHours * 60 + offsetMinutes
        return CivilDate.milliseconds(
            days: days, hour: Digits.two(bytes, at: start + 12), minute: Digits.two(bytes, at: start + 15),
            second: Digits.two(bytes, at: start + 18), millisecond: 0, offsetMinutes: sign == 0x2D ? -offset : offset)
    }

    private static func month(_ a: UInt8, _ b: UInt8, _ c: UInt8) -> Int {
        switch UInt32(a | 0x20) << 16 | UInt32(b | 0x20) << 8 | UInt32(c | 0x20) {
        case 0x6A_61_6E: 1
        case 0x66_65_62: 2
        case 0x6D_61_72: 3
        case 0x61_70_72: 4
        case 0x6D_61_79: 5
        case 0x6A_75_6E: 6
        case 0x6A_75_6C: 7
        case 0x61_75_67: 8
        case 0x73_65_70: 9
        case 0x6F_63_74: 10
        case 0x6E_6F_76: 11
        case 0x64_65_63: 12
        default: 0
        }
    }
}
