// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The directives of strftime that a path may use, all in UTC.
package enum TimeDirective: UInt8, Hashable, Sendable {
    case year = 0x59  // Y
    case yearOfCentury = 0x79  // y
    case month = 0x6D  // m
    case day = 0x64  // d
    case dayOfYear = 0x6A  // j
    case hour = 0x48  // H
    case minute = 0x4D  // M
    case second = 0x53  // S
    case epochSeconds = 0x73  // s

    /// Milliseconds during which the directive's text stays the same; a month or a year counts by its days.
    var spanMs: Int64 {
        switch self {
        case .year, .yearOfCentury, .month, .day, .dayOfYear: 86_400_000
        case .hour: 3_600_000
        case .minute: 60_000
        case .second, .epochSeconds: 1000
        }
    }

    /// Appends the directive's text for a time.
    func render(_ time: CivilTime, into text: inout [UInt8]) {
        switch self {
        case .year: Self.append(time.year, digits: 4, to: &text)
        case .yearOfCentury: Self.append(time.year % 100, digits: 2, to: &text)
        case .month: Self.append(time.month, digits: 2, to: &text)
        case .day: Self.append(time.day, digits: 2, to: &text)
        case .dayOfYear: Self.append(time.dayOfYear, digits: 3, to: &text)
        case .hour: Self.append(time.hour, digits: 2, to: &text)
        case .minute: Self.append(time.minute, digits: 2, to: &text)
        case .second: Self.append(time.second, digits: 2, to: &text)
        case .epochSeconds: text.append(contentsOf: String(time.epochSeconds).utf8)
        }
    }

    private static func append(_ number: Int, digits: Int, to text: inout [UInt8]) {
        var divisor = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            text.append(0x30 + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }
}
