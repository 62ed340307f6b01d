// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records

/// Times as numbers since 1970.
enum UnixTime {
    /// Milliseconds of a number in units of which `perSecond` make a second; nil where it is out of range.
    static func milliseconds(_ value: NumberValue, perSecond: Int64) -> Int64? {
        switch value {
        case .int(let number): return milliseconds(number, perSecond: perSecond)
        case .uint: return nil
        case .double(let number):
            let scaled = (number * 1_000 / Double(perSecond)).rounded(.down)
            return Int64(exactly: scaled).flatMap(inRange)
        }
    }

    /// Milliseconds of a text of digits, with a sign or without.
    static func milliseconds(_ bytes: borrowing Span<UInt8>, perSecond: Int64) -> Int64? {
        var position = 0
        let isNegative = bytes.count > 0 && bytes[0] == 0x2D
        if isNegative { position = 1 }
        guard bytes.count > position, bytes.count - position <= 18 else { return nil }
        var value: Int64 = 0
        while position < bytes.count {
            guard Digits.isDigit(bytes[position]) else { return nil }
            value = value * 10 + Int64(bytes[position] &- 0x30)
            position += 1
        }
        return milliseconds(isNegative ? -value : value, perSecond: perSecond)
    }

    private static func milliseconds(_ value: Int64, perSecond: Int64) -> Int64? {
        guard perSecond < 1_000 else {
            let divisor = perSecond / 1_000
            let quotient = value / divisor
            return inRange(value % divisor < 0 ? quotient - 1 : quotient)
        }
        let (product, overflow) = value.multipliedReportingOverflow(by: 1_000 / perSecond)
        return overflow ? nil : inRange(product)
    }

    static func inRange(_ milliseconds: Int64) -> Int64? {
        StagesLimits.eventTimeMs.contains(milliseconds) ? milliseconds : nil
    }
}
