// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What one stage has done since its pipeline was made.
public struct StageCounters: Hashable, Sendable {
    /// Records that came in.
    public var received = 0
    /// Records that the stage changed; for a rule of `route`, records that it took.
    public var changed = 0
    /// Records that the stage sent to the dead letters.
    public var failed = 0

    /// Counters at these values.
    public init(received: Int = 0, changed: Int = 0, failed: Int = 0) {
        self.received = received
        self.changed = changed
        self.failed = failed
    }
}
