// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A number with a unit behind it: `10s`, `64MiB`.
struct QuantityText {
    let number: Int64
    let unit: String

    init(_ text: String, example: String) throws(ValueError) {
        let digits = text.utf8.prefix { $0 >= 0x30 && $0 <= 0x39 }
        guard !digits.isEmpty else {
            throw ValueError("must be a whole number with a unit", hint: "write it as in \(example)")
        }
        guard let number = Int64(String(decoding: Array(digits), as: UTF8.self)) else {
            throw ValueError("is too large")
        }
        self.number = number
        unit = String(text.dropFirst(digits.count).drop { $0 == " " })
    }

    /// The number in the smallest unit, by a table of units.
    func scaled(by units: [(name: String, factor: Int64)]) throws(ValueError) -> Int64 {
        let names = units.map(\.name).joined(separator: ", ")
        guard !unit.isEmpty else { throw ValueError("has no unit", hint: "units: \(names)") }
        guard let factor = units.first(where: { $0.name == unit })?.factor else {
            let near = units.first { $0.name.lowercased() == unit.lowercased() }
            throw ValueError(
                "has an unknown unit", hint: near.map { "did you mean '\($0.name)'?" } ?? "units: \(names)")
        }
        let (value, overflow) = number.multipliedReportingOverflow(by: factor)
        guard !overflow else { throw ValueError("is too large") }
        return value
    }
}
