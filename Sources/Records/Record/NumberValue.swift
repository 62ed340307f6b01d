// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The value of a JSON number, exact for integers of 64 bits.
public enum NumberValue: Equatable, Sendable {
    /// An integer without fraction or exponent that fits `Int64`.
    case int(Int64)
    /// A larger integer without fraction or exponent that fits `UInt64`.
    case uint(UInt64)
    /// Any other number, rounded to the nearest double.
    case double(Double)
}
