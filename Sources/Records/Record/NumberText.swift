// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Values of number texts that the scanner has accepted.
enum NumberText {
    /// Powers of ten that doubles hold exactly.
    private static let exactPowers: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]

    /// The value of a number text; nil past the range of a double.
    static func value(_ text: Bytes) -> NumberValue? {
        let isNegative = text[0] == 0x2d
        var position = isNegative ? 1 : 0
        var magnitude: UInt64 = 0
        var overflows = false
        while position < text.count {
            let digit = text[position] &- 0x30
            if digit > 9 { return decimal(text, magnitude, overflows, at: position, isNegative) }
            let (tenfold, first) = magnitude.multipliedReportingOverflow(by: 10)
            let (sum, second) = tenfold.addingReportingOverflow(UInt64(digit))
            overflows = overflows || first || second
            magnitude = sum
            position += 1
        }
        if overflows { return rounded(text) }
        if !isNegative {
            return magnitude <= UInt64(Int64.max) ? .int(Int64(magnitude)) : .uint(magnitude)
        }
        // Int64.min has no positive counterpart; anything below rounds to a double.
        return magnitude <= UInt64(Int64.max) + 1 ? .int(Int64(truncatingIfNeeded: 0 &- magnitude)) : rounded(text)
    }

    /// A number with fraction or exponent: exact arithmetic on doubles where it is exact, else the slow conversion.
    private static func decimal(
        _ text: Bytes, _ whole: UInt64, _ overflows: Bool, at start: Int, _ isNegative: Bool
    ) -> NumberValue? {
        var position = start
        var mantissa = whole
        var fractionDigits = 0
        if overflows || mantissa > 1 << 53 { return rounded(text) }
        if text[position] == 0x2e {
            position += 1
            while position < text.count, text[position] &- 0x30 < 10 {
                mantissa = mantissa * 10 + UInt64(text[position] &- 0x30)
                if mantissa > 1 << 53 { return rounded(text) }
                fractionDigits += 1
                position += 1
            }
        }
        guard position == text.count, fractionDigits < exactPowers.count else { return rounded(text) }
        let value = Double(mantissa) / exactPowers[fractionDigits]
        return .double(isNegative ? -value : value)
    }

    private static func rounded(_ text: Bytes) -> NumberValue? {
        guard let value = Double(String(decoding: text.array, as: UTF8.self)), value.isFinite else { return nil }
        return .double(value)
    }
}
