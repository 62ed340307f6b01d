// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Dates of the Gregorian calendar as days.
enum CivilDate {
    /// Days from 1970-01-01 to a date; nil where there is no such date.
    ///
    /// Counts in eras of 400 years that begin in March, so that a leap day is the last of its year.
    static func days(year: Int, month: Int, day: Int) -> Int? {
        guard year >= 1, year <= 9999, month >= 1, month <= 12, day >= 1, day <= length(of: month, in: year) else {
            return nil
        }
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func length(of month: Int, in year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Milliseconds since 1970 of a time of day with its offset from UTC; nil where a part is out of range.
    /// A leap second counts as the first second of the next minute.
    static func milliseconds(
        days: Int, hour: Int, minute: Int, second: Int, millisecond: Int, offsetMinutes: Int
    ) -> Int64? {
        guard hour >= 0, hour <= 23, minute >= 0, minute <= 59, second >= 0, second <= 60 else { return nil }
        let seconds = days * 86_400 + hour * 3_600 + (minute - offsetMinutes) * 60 + second
        return Int64(seconds) * 1_000 + Int64(millisecond)
    }
}
