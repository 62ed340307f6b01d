// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Decimal numbers of commit metadata and file names.
enum Decimal {
    /// Digits of the greatest `Int64`.
    static let width = 19

    /// The number of 1 to 19 digits without sign or needless zeros; nil for anything else or beyond `Int64`.
    static func number(_ text: some StringProtocol) -> Int64? {
        guard let first = text.utf8.first, first != UInt8(ascii: "0") || text.utf8.count == 1 else { return nil }
        return digits(text)
    }

    /// The number of 1 to 19 digits; nil for anything else or beyond `Int64`.
    static func digits(_ text: some StringProtocol) -> Int64? {
        guard (1...width).contains(text.utf8.count) else { return nil }
        var value: Int64 = 0
        for byte in text.utf8 {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
            let (times, over) = value.multipliedReportingOverflow(by: 10)
            let (plus, beyond) = times.addingReportingOverflow(Int64(byte - UInt8(ascii: "0")))
            if over || beyond { return nil }
            value = plus
        }
        return value
    }

    /// The 19 digits of a number that is not negative: such texts sort as their numbers do.
    static func padded(_ value: Int64) -> String {
        if value < 0 { return String(value) }
        return String(unsafeUninitializedCapacity: width) { buffer in
            var rest = value
            for place in (0..<width).reversed() {
                buffer[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            }
            return width
        }
    }
}
