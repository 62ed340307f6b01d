// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A set of outputs by index, one bit each.
public struct OutputSet: Hashable, Sendable {
    /// Bit n stands for output n.
    public var bits: UInt64

    /// A set of these bits.
    public init(bits: UInt64 = 0) { self.bits = bits }

    /// Whether no output is in the set.
    public var isEmpty: Bool { bits == 0 }
    /// Outputs in the set.
    public var count: Int { bits.nonzeroBitCount }
    /// The lowest index; 64 in an empty set.
    public var first: Int { bits.trailingZeroBitCount }

    /// Whether an output is in the set.
    public func contains(_ output: Int) -> Bool { output < 64 && bits >> UInt64(output) & 1 == 1 }

    /// Puts an output into the set.
    public mutating func insert(_ output: Int) { bits |= 1 << UInt64(output) }

    /// Takes the lowest index out; nil when the set is empty.
    public mutating func popFirst() -> Int? {
        guard bits != 0 else { return nil }
        let output = bits.trailingZeroBitCount
        bits &= bits - 1
        return output
    }
}
