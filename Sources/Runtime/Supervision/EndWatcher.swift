// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform

/// Looks, a few times a second, whether the group has committed the ends that the topics had when it began.
struct EndWatcher: Sendable {
    let partitions: [TopicPartition]
    let probe: BrokerProbe

    /// True when every partition has reached its end; false when it was cancelled before.
    func run(_ ingest: Ingest) async -> Bool {
        guard var watch = await start() else { return false }
        while !Task.isCancelled {
            for partition in await ingest.quietPartitions() { watch.reachedEnd(of: partition) }
            let missing = watch.missing
            let committed = await onOwnThread { [probe] in
                try? probe.committed(missing, within: RuntimeLimits.questionDeadline)
            }
            for (partition, position) in committed ?? [:] {
                if let position { watch.committed(position.offset, in: partition) }
            }
            // What an earlier run has committed and not published counts as sealed only when it is settled.
            if watch.isDone, await ingest.isSettled() { return true }
            try? await Task.sleep(for: RuntimeLimits.endWatchInterval)
        }
        return false
    }

    /// The ends at the start; asked until the broker tells them.
    private func start() async -> EndWatch? {
        while !Task.isCancelled {
            let watch = await onOwnThread { [probe, partitions] () -> EndWatch? in
                var ends: [TopicPartition: Int64] = [:]
                var starts: [TopicPartition: Int64] = [:]
                for partition in partitions {
                    guard let marks = try? probe.watermarks(of: partition, within: RuntimeLimits.questionDeadline)
                    else { return nil }
                    ends[partition] = marks.high
                    starts[partition] = marks.low
                }
                return EndWatch(ends: ends, starts: starts)
            }
            if let watch { return watch }
            try? await Task.sleep(for: RuntimeLimits.brokerPause)
        }
        return nil
    }
}
