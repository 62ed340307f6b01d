// Sluice
// SPDX-License-Identifier: Apache-2.0

extension Lexer {
    /// `12`, `0x1F`, `12u`, `1.5`, `.5`, `1e9`: CEL's INT_LIT, UINT_LIT and FLOAT_LIT without their sign.
    mutating func number() -> Token.Kind {
        let start = position
        if peek() == Ascii.zero, let x = peek(1), x | 0x20 == UInt8(ascii: "x") {
            return hexadecimal(from: start)
        }
        skipDigits()
        var isDouble = false
        if peek() == Ascii.dot, let digit = peek(1), Ascii.isDigit(digit) {
            isDouble = true
            position += 1
            skipDigits()
        }
        if let e = peek(), e | 0x20 == UInt8(ascii: "e"), skipExponent() { isDouble = true }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isDouble { return finishDouble(text, from: start) }
        return finishInteger(UInt64(text), from: start)
    }

    private mutating func hexadecimal(from start: Int) -> Token.Kind {
        position += 2
        let digits = position
        while let byte = peek(), Ascii.hexValue(byte) != nil { position += 1 }
        guard position > digits else {
            skipNameRest()
            failures.add(start..<position, "'0x' needs hexadecimal digits")
            return .invalid
        }
        let text = String(decoding: bytes[digits..<position], as: UTF8.self)
        return finishInteger(UInt64(text, radix: 16), from: start)
    }

    private mutating func finishDouble(_ text: String, from start: Int) -> Token.Kind {
        guard endsHere(start) else { return .invalid }
        let value = text.first == "." ? Double("0" + text) : Double(text)
        guard let value, value.isFinite else {
            failures.add(start..<position, "number is out of the range of double")
            return .invalid
        }
        return .literal(.double(value))
    }

    private mutating func finishInteger(_ value: UInt64?, from start: Int) -> Token.Kind {
        var isUnsigned = false
        if let u = peek(), u | 0x20 == UInt8(ascii: "u") {
            isUnsigned = true
            position += 1
        }
        guard endsHere(start) else { return .invalid }
        guard let value else {
            failures.add(
                start..<position, "number is out of the range of \(isUnsigned ? "uint" : "int")",
                hint: "write it as a double: add '.0'")
            return .invalid
        }
        return isUnsigned ? .literal(.uint(value)) : .integer(value)
    }

    /// Reports `12abc`: a name cannot follow a number without a blank.
    private mutating func endsHere(_ start: Int) -> Bool {
        guard let next = peek(), Ascii.isNamePart(next) else { return true }
        skipNameRest()
        failures.add(start..<position, "malformed number", hint: "names do not start with a digit")
        return false
    }

    private mutating func skipDigits() {
        while let byte = peek(), Ascii.isDigit(byte) { position += 1 }
    }

    private mutating func skipNameRest() {
        while let byte = peek(), Ascii.isNamePart(byte) { position += 1 }
    }

    /// Skips `e9`, `E+9`; leaves the position where no digit follows.
    private mutating func skipExponent() -> Bool {
        var distance = 1
        if let sign = peek(1), sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { distance = 2 }
        guard let digit = peek(distance), Ascii.isDigit(digit) else { return false }
        position += distance
        skipDigits()
        return true
    }
}
