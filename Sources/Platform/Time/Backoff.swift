// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Pauses between attempts: doubling from the first to the longest, back to the first after a success.
package struct Backoff: Sendable, Equatable {
    private let first: Duration
    private let longest: Duration
    private var next: Duration
    /// Failures since the last success.
    package private(set) var failures = 0

    package init(first: Duration, longest: Duration) {
        precondition(first > .zero && longest >= first)
        self.first = first
        self.longest = longest
        next = first
    }

    /// Counts a failure; the pause before the next attempt.
    package mutating func failed() -> Duration {
        failures += 1
        let pause = next
        next = min(longest, next * 2)
        return pause
    }

    /// Forgets the failures.
    package mutating func succeeded() {
        failures = 0
        next = first
    }
}
