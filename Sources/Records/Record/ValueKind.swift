// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What a value of a record is.
public enum ValueKind: UInt8, Sendable {
    /// There is no such value.
    case absent
    /// The literal `null`.
    case null
    /// `true` or `false`.
    case bool
    /// A number of any size.
    case number
    /// A string.
    case string
    /// An object.
    case object
    /// An array.
    case array
}
