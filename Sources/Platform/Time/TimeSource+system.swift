// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc

extension TimeSource {
    /// The machine's own clocks.
    package static let system = TimeSource(
        monotonic: {
            let now = read(CLOCK_MONOTONIC)
            return .seconds(now.tv_sec) + .nanoseconds(now.tv_nsec)
        },
        wallMs: {
            let now = read(CLOCK_REALTIME)
            return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
        })

    private static func read(_ clock: clockid_t) -> timespec {
        var now = timespec()
        clock_gettime(clock, &now)
        return now
    }
}
