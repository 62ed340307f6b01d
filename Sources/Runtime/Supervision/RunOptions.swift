// Sluice
// SPDX-License-Identifier: Apache-2.0

/// How topologies are run.
package struct RunOptions: Sendable {
    /// End when the ends that the topics have at the start are sealed.
    package var untilEnd: Bool
    /// Restarts without a sealed record before a topology stays down.
    package var restartsMax: Int

    package init(untilEnd: Bool = false, restartsMax: Int = RuntimeLimits.restarts) {
        self.untilEnd = untilEnd
        self.restartsMax = restartsMax
    }
}
