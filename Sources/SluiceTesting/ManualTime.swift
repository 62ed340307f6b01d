// Sluice
// SPDX-License-Identifier: Apache-2.0

package import Platform

/// Clocks that stand still until a test moves them.
package final class ManualTime: Sendable {
    /// 2024-07-01 00:00 UTC.
    private static let wallStartMs: Int64 = 1_719_792_000_000
    private let elapsed = Locked<Duration>(.zero)

    package init() {}

    /// Both clocks go on by this.
    package func advance(by span: Duration) { elapsed.withLock { $0 += span } }

    package var now: Duration { elapsed.withLock { $0 } }

    package var source: TimeSource {
        TimeSource(
            monotonic: { self.now },
            wallMs: {
                let (seconds, attoseconds) = self.now.components
                return Self.wallStartMs + seconds * 1000 + attoseconds / 1_000_000_000_000_000
            })
    }
}
