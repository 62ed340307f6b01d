// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A field path known to a layout; reading through it costs an array access.
///
/// Only valid with records of the layout that gave it, or of layouts grown from that one.
public struct Slot: Hashable, Sendable {
    /// Index of the path in the layout, below ``RecordsLimits/layoutPathsMax``.
    let index: UInt16
}
