// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing

/// A condition that did not come true in time.
struct NotReached: Error, CustomStringConvertible {
    let description: String
}

/// Looks at a condition until it holds; fails the test after the limit.
func until(
    _ what: @autoclosure () -> String, within limit: Duration = .seconds(180),
    sourceLocation: SourceLocation = #_sourceLocation, _ condition: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + limit
    while try await !condition() {
        if ContinuousClock.now > end {
            let text = "not reached within \(limit): \(what())"
            Issue.record("\(text)", sourceLocation: sourceLocation)
            throw NotReached(description: text)
        }
        try await Task.sleep(for: .milliseconds(5))
    }
}
