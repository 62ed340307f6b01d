// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A set of field names, in any case, that a layout recognises on sight.
public struct NameMark: Hashable, Sendable {
    /// One bit of the sixteen that a name may carry.
    let bit: UInt16
}
