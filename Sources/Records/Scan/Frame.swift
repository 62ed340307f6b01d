// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A container that the scan is inside of, kept while it reads an inner one.
struct Frame: BitwiseCopyable {
    /// Node of the container.
    var node: UInt32
    /// Index of its path in the layout, 0 for none.
    var path: UInt16
    var isObject: Bool
    /// A bit for each name met, by id modulo 64: a clear bit proves that a name is new.
    var names: UInt64
}
