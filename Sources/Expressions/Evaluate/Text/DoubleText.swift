// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The text of doubles: the shortest digits that read back as the same number.
enum DoubleText {
    /// Integers below 1e21 have neither point nor exponent: `-4500`, not `-4500.0`.
    static func text(of value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
        if value == value.rounded(.towardZero), abs(value) < 0x1p63 {
            return value == 0 && value.sign == .minus ? "-0" : String(Int64(exactly: value) ?? 0)
        }
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    private static func abs(_ value: Double) -> Double { value.magnitude }
}
