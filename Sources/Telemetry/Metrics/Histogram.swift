// Sluice
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Counts observations by size in buckets that are fixed when it is made.
///
/// An observation takes a mutex, so that sum and counts always agree: observe once per batch, epoch or request.
package final class Histogram: Sendable {
    /// Upper bounds, ascending, each with what lies at or below it and above the one before.
    package let bounds: [Double]
    private let state: Mutex<State>

    struct State {
        /// One count per bound, and a last one for what is above all.
        var counts: [Int64]
        var sum = 0.0
    }

    init(bounds: [Double]) {
        self.bounds = bounds
        state = Mutex(State(counts: [Int64](repeating: 0, count: bounds.count + 1)))
    }

    /// Counts one value; NaN is left out, since it would spoil the sum for ever.
    package func observe(_ value: Double) {
        guard !value.isNaN else { return }
        let index = bounds.firstIndex { value <= $0 } ?? bounds.count
        state.withLock {
            $0.counts[index] += 1
            $0.sum += value
        }
    }

    /// Counts a span in seconds.
    package func observe(_ span: Duration) { observe(span.inSeconds) }

    /// Counts per bucket and the sum, of one moment.
    package var snapshot: (counts: [Int64], sum: Double) { state.withLock { ($0.counts, $0.sum) } }

    /// Bounds for durations from 1 ms to a minute, in seconds.
    package static let durationBounds: [Double] = [
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
    ]
    /// Bounds for sizes from 1 KiB to 1 GiB, in bytes.
    package static let sizeBounds: [Double] = [
        1024, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864, 268_435_456, 1_073_741_824,
    ]
    /// Bounds for numbers of records from one to a million.
    package static let countBounds: [Double] = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000]
}
