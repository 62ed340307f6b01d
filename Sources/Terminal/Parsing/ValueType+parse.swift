// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A text that is not of the type it should have.
struct ValueMismatch: Error, Equatable {}

extension ValueType {
    /// Reads a text as this type.
    func parse(_ text: String) throws(ValueMismatch) -> ParsedValue {
        switch self {
        case .flag:
            throw ValueMismatch()
        case .string:
            return .string(text)
        case .file, .directory:
            guard !text.isEmpty else { throw ValueMismatch() }
            return .string(text)
        case .int(let range):
            guard let value = Int64(text.filter { $0 != "_" }), range.contains(value) else { throw ValueMismatch() }
            return .int(value)
        case .number:
            guard let value = Double(text), value.isFinite, value >= 0 else { throw ValueMismatch() }
            return .number(value)
        case .duration:
            guard let value = Self.duration(text) else { throw ValueMismatch() }
            return .duration(value)
        case .bytes:
            guard let value = Self.bytes(text) else { throw ValueMismatch() }
            return .bytes(value)
        case .address:
            guard let value = ListenAddress(text) else { throw ValueMismatch() }
            return .address(value)
        case .choice(let names):
            guard names.contains(text) else { throw ValueMismatch() }
            return .string(text)
        }
    }

    /// Reads parts such as `1h30m`; every part needs a unit, and a unit may not come twice or after a smaller one.
    package static func duration(_ text: String) -> Duration? {
        let milliseconds: [String: Int64] = ["ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000]
        var total: Int64 = 0
        var smallest = Int64.max
        var rest = Substring(text)
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(digits.count)
            let unit = rest.prefix { $0.isASCII && $0.isLetter }
            rest = rest.dropFirst(unit.count)
            guard let amount = Int64(digits), let factor = milliseconds[String(unit)], factor < smallest else {
                return nil
            }
            smallest = factor
            let (part, tooLarge) = amount.multipliedReportingOverflow(by: factor)
            let (sum, overflow) = total.addingReportingOverflow(part)
            guard !tooLarge, !overflow else { return nil }
            total = sum
        }
        return .milliseconds(total)
    }

    /// Reads a whole number with an optional unit; `kB` and `MB` are powers of 1000, `KiB` and `MiB` of 1024.
    package static func bytes(_ text: String) -> Int64? {
        let units: [String: Int64] = [
            "": 1, "b": 1, "kb": 1000, "mb": 1_000_000, "gb": 1_000_000_000, "tb": 1_000_000_000_000,
            "kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30, "tib": 1 << 40,
        ]
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = text.dropFirst(digits.count).lowercased()
        guard let amount = Int64(digits), let factor = units[unit] else { return nil }
        let (value, overflow) = amount.multipliedReportingOverflow(by: factor)
        return overflow ? nil : value
    }
}
