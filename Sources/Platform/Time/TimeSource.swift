// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The two clocks of the machine, replaced in tests by ones that are set by hand.
package struct TimeSource: Sendable {
    /// Monotonic time since an arbitrary start: for ages, deadlines and pauses.
    package let monotonic: @Sendable () -> Duration
    /// Milliseconds since 1970, UTC: for names and records, never for ages.
    package let wallMs: @Sendable () -> Int64

    package init(monotonic: @escaping @Sendable () -> Duration, wallMs: @escaping @Sendable () -> Int64) {
        self.monotonic = monotonic
        self.wallMs = wallMs
    }
}
