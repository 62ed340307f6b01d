// Sluice
// SPDX-License-Identifier: Apache-2.0

extension RawSpan {
    /// A decimal integer with an optional sign and nothing else; nil out of range.
    var decimalInt: Int64? {
        guard byteCount > 0 else { return nil }
        let isNegative = byte(at: 0) == UInt8(ascii: "-")
        let hasSign = isNegative || byte(at: 0) == UInt8(ascii: "+")
        guard let magnitude = decimal(from: hasSign ? 1 : 0) else { return nil }
        guard isNegative else { return Int64(exactly: magnitude) }
        guard magnitude <= UInt64(Int64.max) + 1 else { return nil }
        return Int64(truncatingIfNeeded: 0 &- magnitude)
    }

    /// A decimal integer without sign and nothing else; nil out of range.
    var decimalUint: UInt64? { decimal(from: 0) }

    private func decimal(from start: Int) -> UInt64? {
        guard start < byteCount else { return nil }
        var value: UInt64 = 0
        var index = start
        while index < byteCount {
            let digit = byte(at: index)
            guard Ascii.isDigit(digit) else { return nil }
            let (product, isOver) = value.multipliedReportingOverflow(by: 10)
            let (sum, isOverToo) = product.addingReportingOverflow(UInt64(digit - Ascii.zero))
            guard !isOver && !isOverToo else { return nil }
            value = sum
            index += 1
        }
        return value
    }

    /// A decimal floating point number, `NaN`, `Infinity`, and nothing else.
    var decimalDouble: Double? {
        guard byteCount > 0, byteCount <= ExpressionsLimits.numberBytesMax else { return nil }
        var text = ""
        var index = 0
        while index < byteCount {
            let byte = byte(at: index)
            guard byte >= 0x2B, byte < 0x7F, byte | 0x20 != UInt8(ascii: "x") else { return nil }
            text.unicodeScalars.append(UnicodeScalar(byte))
            index += 1
        }
        guard let value = Double(text) else { return nil }
        return value.isInfinite && Ascii.isDigit(byte(at: byteCount - 1)) ? nil : value
    }
}
