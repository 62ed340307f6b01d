// Sluice
// SPDX-License-Identifier: Apache-2.0

/// How far the offsets topic is read: positions against the ends that samples tell. Pure; times are monotonic.
package struct ReadProgress: Sendable {
    private struct Partition: Sendable {
        var position: Int64
        var end: Int64 = 0
        /// Since when the end has been ahead of a position that does not move.
        var stuckSince: Duration?
    }

    private var partitions: [Int32: Partition] = [:]

    package init() {}

    /// Begins, or goes on, at a position.
    package mutating func moved(_ partition: Int32, to position: Int64) {
        let end = partitions[partition]?.end ?? 0
        partitions[partition] = Partition(position: position, end: end)
    }

    package mutating func sampled(_ partition: Int32, end: Int64, at now: Duration) {
        guard var known = partitions[partition] else { return }
        known.end = end
        known.stuckSince = end > known.position ? known.stuckSince ?? now : nil
        partitions[partition] = known
    }

    package mutating func removeAll() {
        partitions.removeAll()
    }

    /// Records that are not read yet; at most, because control and compacted records count.
    package var behind: Int64 {
        partitions.values.reduce(0) { sum, one in
            let left = max(0, one.end.subtractingReportingOverflow(one.position).partialValue)
            let (next, overflows) = sum.addingReportingOverflow(left)
            return overflows ? .max : next
        }
    }

    /// The lowest partition that should have moved for so long and has not.
    package func stuck(for span: Duration, at now: Duration) -> Int32? {
        partitions.filter { $0.value.stuckSince.map { now - $0 > span } ?? false }.keys.min()
    }
}
