// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Writes points in time.
package enum Timestamp {
    /// Milliseconds since 1970 as RFC 3339 in UTC: `2024-02-29T23:59:59.007Z`.
    package static func rfc3339(ms: Int64) -> String {
        let day = 86_400_000 as Int64
        let days = ms >= 0 ? ms / day : (ms - day + 1) / day
        var rest = ms - days * day
        // Days to civil date, after Howard Hinnant's algorithm "civil_from_days".
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let dayOfMonth = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let milliseconds = rest % 1000
        rest /= 1000
        let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfMonth, 2))"
        let time = "\(padded(rest / 3600, 2)):\(padded(rest / 60 % 60, 2)):\(padded(rest % 60, 2))"
        return "\(date)T\(time).\(padded(milliseconds, 3))Z"
    }

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
