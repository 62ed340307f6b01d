// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A container that the scan is inside of. The frames of all open containers lie one behind the other, the innermost
/// one at the scan's depth; they stay in memory because registers are few.
struct Frame: BitwiseCopyable {
    /// A bit for each name met, by id modulo 64: a clear bit proves that a name is new.
    var names: UInt64 = 0
    /// The part of the first node word that all values of the container share: depth and traits.
    var nodeBits: UInt64 = 0
    /// Node of the container.
    var node: UInt32 = 0
    /// Where the row of the container's path starts in the trie, 0 for paths that no slot needs.
    var row: UInt32 = 0
    /// Path of the member at hand.
    var memberPath: UInt32 = 0
    /// Tells apart members of one name in containers of different names.
    var salt: UInt16 = 0
    /// The byte that ends the container: `}` or `]`, 0 outside of all.
    var closer: UInt8 = 0

    /// What one level adds to `nodeBits`.
    static let oneLevel: UInt64 = 1 << 56
}
