// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A cheap test that most strings fail, asked before a search is worth its cost.
public struct StringPrefilter: Hashable, Sendable {
    /// Bytes that a string needs at least.
    public let lengthMin: Int
    /// A byte that it has to contain.
    public let byte: UInt8

    /// Lets pass what has at least `lengthMin` bytes, one of which is `byte` (ASCII).
    public init(lengthMin: Int, containing byte: UInt8) {
        self.lengthMin = lengthMin
        self.byte = byte
    }

    @inline(__always)
    func passes(_ text: Bytes) -> Bool {
        text.count >= lengthMin && text.contains(byte)
    }
}
