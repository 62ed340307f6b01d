// Sluice
// SPDX-License-Identifier: Apache-2.0

package import Platform

/// Whether the disk below a root has room for more: free space in, a verdict out. A pure state machine.
///
/// Below the threshold nothing is taken in; it goes on only at `RuntimeLimits.minFreeRecovery` of it, so that a disk
/// that stands at the threshold does not turn the intake on and off.
package struct DiskWatch: Sendable {
    package enum Change: Equatable, Sendable {
        case low, recovered
    }

    private struct Sample {
        let at: Duration
        let free: Int64
    }

    /// As the topology sets it; nil takes a share of the disk.
    private let minFree: Int64?
    /// A few looks of the last minutes, oldest first.
    private var samples: [Sample] = []
    package private(set) var isLow = false
    /// Free bytes at the last look; nil before the first.
    package private(set) var free: Int64?
    /// Free bytes below which nothing is taken in; 0 never.
    package private(set) var threshold: Int64 = 0

    package init(minFree: Int64?) {
        self.minFree = minFree
    }

    /// Takes in what a look has found.
    package mutating func note(_ space: FreeSpace, now: Duration) -> Change? {
        free = space.available
        threshold = minFree ?? min(RuntimeLimits.minFreeMost, space.total / 100 * RuntimeLimits.minFreePercent)
        keep(Sample(at: now, free: space.available))
        let wasLow = isLow
        if threshold <= 0 {
            isLow = false
        } else if isLow {
            // In floating point, since a threshold may be near the end of the numbers.
            isLow = Double(space.available) < Double(threshold) * RuntimeLimits.minFreeRecovery
        } else {
            isLow = space.available < threshold
        }
        return wasLow == isLow ? nil : isLow ? .low : .recovered
    }

    /// Seconds until nothing is free, at the rate of the last minutes; infinite while the disk does not fill up.
    package var secondsToFull: Double {
        guard let oldest = samples.first, let newest = samples.last, newest.at > oldest.at, newest.free < oldest.free
        else { return .infinity }
        let rate = (Double(oldest.free) - Double(newest.free)) / ((newest.at - oldest.at) / .seconds(1))
        return Double(newest.free) / rate
    }

    /// What is wrong, for people; nil while there is room.
    package var problem: String? {
        guard isLow, let free else { return nil }
        return "the disk has \(free) bytes free, less than 'min_free' (\(threshold) bytes): nothing is taken in, "
            + "make room"
    }

    /// The newest look always counts; those before it lie `diskSamplePause` apart.
    private mutating func keep(_ sample: Sample) {
        if samples.count > 1, sample.at - samples[samples.count - 2].at < RuntimeLimits.diskSamplePause {
            samples.removeLast()
        }
        samples.append(sample)
        samples.removeFirst(max(0, samples.count - RuntimeLimits.diskSamples))
    }
}
