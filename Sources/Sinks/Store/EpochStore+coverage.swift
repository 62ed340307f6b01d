// Sluice
// SPDX-License-Identifier: Apache-2.0

package import KafkaClient
import Platform

extension EpochStore {
    /// What the root has published of a partition by now, whatever slot published it. Reads the names of all of the
    /// partition's manifests: once per assignment, not per epoch. Removes superseded epochs that a process which died
    /// has left, and epochs aside that are covered by now.
    package func coverage(of partition: TopicPartition) throws(StoreError) -> PartitionCoverage {
        let coverage = try index.refresh(partition)
        try removeSuperseded(of: partition, coverage)
        // Other processes have put epochs aside, or covered those that this one has.
        try loadAside()
        return coverage
    }

    /// The published epoch that holds the position, the one of the newest generation where several do; nil where the
    /// position is nil, or none does. Reads names of manifests, and none where the position is beyond all of them.
    ///
    /// - Parameter coverage: what `coverage(of:)` has just told.
    package func epoch(
        holding position: Int64?, committed: CommittedPosition?, of partition: TopicPartition,
        in coverage: PartitionCoverage
    ) throws(StoreError) -> OffsetRange? {
        guard let position, position < Int64.max, let incarnation = coverage.present(committed?.proof),
            coverage.incarnations[incarnation]?.ranges.range(holding: position) != nil
        else { return nil }
        let range = OffsetRange(first: position, next: position + 1)
        let epochs = try index.epochs(of: partition, incarnation: incarnation, meeting: range)
        return epochs.max { $0.generation < $1.generation }?.range
    }

    /// Writes what `_complete` files still lack because another process was writing them.
    package func flushComplete() throws(StoreError) {
        try complete.flush(outputs, &tree)
    }
}
