// Sluice
// SPDX-License-Identifier: Apache-2.0

/// All reasons why one expression cannot be loaded, in the order of its source; never empty.
public struct ExpressionFailures: Error, Hashable, Sendable, RandomAccessCollection {
    /// The failures.
    public let all: [ExpressionFailure]

    /// The index of the first failure.
    public var startIndex: Int { all.startIndex }

    /// The index behind the last failure.
    public var endIndex: Int { all.endIndex }

    /// One failure.
    public subscript(position: Int) -> ExpressionFailure { all[position] }
}
