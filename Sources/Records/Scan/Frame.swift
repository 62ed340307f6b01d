// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A container that the scan is inside of. The frames of all open containers lie one behind the other, the innermost
/// one at the scan's depth; they stay in memory because registers are few.
struct Frame: BitwiseCopyable {
    /// A bit for each name met, by id modulo 64: a clear bit proves that a name is new.
    var names: UInt64 = 0
    /// Node of the container.
    var node: UInt32 = 0
    /// Where the row of the container's path starts in the trie, 0 for paths that no slot needs.
    var row: UInt32 = 0
    /// Path of the member at hand.
    var memberPath: UInt32 = 0
    /// The byte that ends the container: `}` or `]`, 0 outside of all.
    var closer: UInt8 = 0
    /// A line break stands between values; noted in the outermost frame only.
    var breaksLine = false
}
