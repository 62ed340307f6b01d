// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The failures of one expression, in the order in which they were found; bounded.
struct Failures {
    private(set) var all: [ExpressionFailure] = []

    var isEmpty: Bool { all.isEmpty }

    /// Notes a failure; a second one at the same place is a consequence of the first and is dropped.
    mutating func add(_ range: Range<Int>, _ message: String, hint: String? = nil) {
        guard all.count < ExpressionsLimits.failuresMax else { return }
        guard !all.contains(where: { $0.offset == range.lowerBound && $0.length == range.count }) else { return }
        all.append(ExpressionFailure(range, message, hint: hint))
    }

    /// The failures in the order of the source.
    var sorted: ExpressionFailures {
        ExpressionFailures(all: all.sorted { ($0.offset, $0.length) < ($1.offset, $1.length) })
    }
}
