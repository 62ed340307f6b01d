// Sluice
// SPDX-License-Identifier: Apache-2.0

extension [UInt8] {
    mutating func add(_ text: StaticString) {
        text.withUTF8Buffer { append(contentsOf: $0) }
    }

    /// Appends a whole number, with zeros in front up to a width.
    mutating func add(_ value: Int64, width: Int = 0) {
        if value < 0 { append(UInt8(ascii: "-")) }
        var rest = value.magnitude
        // 20 digits hold any 64-bit number.
        var digits: InlineArray<20, UInt8> = .init(repeating: UInt8(ascii: "0"))
        var first = 20
        repeat {
            first -= 1
            digits[first] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        first = Swift.min(first, 20 - Swift.min(width, 20))
        for index in first..<20 { append(digits[index]) }
    }

    /// Appends a number of thousandths as a decimal number with three places.
    mutating func add(thousandths value: Int64) {
        add(value / 1000)
        append(UInt8(ascii: "."))
        add(value % 1000, width: 3)
    }

    /// Appends the lowest hexadecimal digits of a number.
    mutating func add(hex value: UInt64, digits: Int) {
        for shift in stride(from: (digits - 1) * 4, through: 0, by: -4) {
            let digit = UInt8(truncatingIfNeeded: value >> UInt64(shift)) & 15
            append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") - 10 + digit)
        }
    }
}
