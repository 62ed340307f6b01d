// Sluice
// SPDX-License-Identifier: Apache-2.0

/// One reason why an expression cannot be loaded, with its place in the source.
public struct ExpressionFailure: Error, Hashable, Sendable {
    /// Where it begins, in UTF-8 bytes from the start of the source.
    public let offset: Int

    /// Its extent in UTF-8 bytes; zero at the end of the source.
    public let length: Int

    /// What is wrong: lower case, no full stop.
    public let message: String

    /// How to put it right, where that is known.
    public let hint: String?

    init(_ range: Range<Int>, _ message: String, hint: String? = nil) {
        offset = range.lowerBound
        length = range.count
        self.message = message
        self.hint = hint
    }
}
