// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The machine's clocks, for those who are given none.
enum WallClock {
    /// Milliseconds since 1970, UTC.
    @Sendable static func nowMs() -> Int64 {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
    }

    /// Monotonic time since an arbitrary start.
    @Sendable static func monotonic() -> Duration {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return .seconds(now.tv_sec) + .nanoseconds(now.tv_nsec)
    }
}
