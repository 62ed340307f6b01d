// Sluice
// SPDX-License-Identifier: Apache-2.0

/// One value of the record at hand; valid until the record is edited or begins anew.
public struct ValueRef: Hashable, Sendable {
    /// Index of the value's node.
    let index: UInt32

    @inline(__always)
    init(_ index: Int) {
        self.index = UInt32(truncatingIfNeeded: index)
    }

    @inline(__always)
    var node: Int { Int(index) }
}
