// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A moment as a UTC calendar shows it: the proleptic Gregorian calendar, no leap seconds.
package struct CivilTime: Equatable, Sendable {
    package let year: Int
    package let month: Int
    package let day: Int
    package let dayOfYear: Int
    package let hour: Int
    package let minute: Int
    package let second: Int
    package let epochSeconds: Int64

    /// The milliseconds since 1970 of years 0 to 9999, which have four digits.
    package static let fourDigitYearsMs: ClosedRange<Int64> = -62_167_219_200_000...253_402_300_799_999

    /// The calendar's view of a time; nil outside years 0 to 9999.
    package init?(epochMs: Int64) {
        guard Self.fourDigitYearsMs.contains(epochMs) else { return nil }
        let secondOfDay = Int((epochMs - epochMs.floor(to: 86_400_000)) / 1000)
        let days = Int(epochMs.floor(to: 86_400_000) / 86_400_000)
        epochSeconds = epochMs.floor(to: 1000) / 1000
        hour = secondOfDay / 3600
        minute = secondOfDay / 60 % 60
        second = secondOfDay % 60

        // Years that begin on 1 March put the leap day last; 400 of them are an era of 146,097 days, and day 0 of
        // era 0 is 1 March of year 0, 719,468 days before 1970.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfShiftedYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfShiftedYear + 2) / 153
        day = dayOfShiftedYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let isEarly = month <= 2
        year = yearOfEra + era * 400 + (isEarly ? 1 : 0)
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        dayOfYear = isEarly ? dayOfShiftedYear - 305 : dayOfShiftedYear + 60 + (isLeap ? 1 : 0)
    }
}

extension Int64 {
    /// The largest multiple of the unit that is not above this number; the smallest multiple there is, near the end
    /// of the range.
    func floor(to unit: Int64) -> Int64 {
        let remainder = self % unit
        if remainder >= 0 { return self - remainder }
        let (floored, overflow) = (self - remainder).subtractingReportingOverflow(unit)
        return overflow ? self - remainder : floored
    }
}
