// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A point in time as a calendar shows it, UTC.
struct CivilTime {
    let year: Int64
    /// 1 to 12.
    let month: Int64
    let day: Int64
    let hour: Int64
    let minute: Int64
    let second: Int64

    /// Days to civil date, after Howard Hinnant's algorithm "civil_from_days".
    init(ms: Int64) {
        let (seconds, _) = Self.floored(ms, by: 1000)
        let (days, rest) = Self.floored(seconds, by: 86_400)
        let shifted = days + 719_468
        let (era, dayOfEra) = Self.floored(shifted, by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        hour = rest / 3600
        minute = rest / 60 % 60
        second = rest % 60
    }

    private static func floored(_ value: Int64, by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
