// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A name that its object may have had before.
struct RepeatedName {
    /// Node of the object.
    var object: Int
    var id: UInt16
    /// Position of the name in the text.
    var start: Int
    /// Nodes on the tape so far; the member will be the next one.
    var count: Int
}
