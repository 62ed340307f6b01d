// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What a container holds beyond, or instead of, the nodes that follow it.
struct Extension: BitwiseCopyable {
    /// The container.
    var owner: UInt32
    /// Range of the nodes that it contains.
    var firstChild: UInt32
    var endChild: UInt32
    /// Members added to it, in order; 0 for none.
    var firstAdded: UInt32
    var lastAdded: UInt32

    /// Owner of an extension whose container is gone.
    static let ended = UInt32.max
}
