// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What the consumer knows of one partition that it reads.
struct PartitionSlot {
    let partition: TopicPartition
    /// The next offset to hand over.
    var position: Int64
    /// Whether librdkafka 2.0.2 may have skipped records, as it can when it pauses fetching for a rebalance.
    var suspicion = Suspicion.none
    /// The offset that followed the position when a gap was first seen; -1 for none.
    var gapEnd: Int64 = -1
    var rereads = 0
    /// A seek back to the position is due: what the batch still has of this partition is dropped.
    var isRereading = false
    /// The partition stopped with an error and needs a restart.
    var isStopped = false
    /// The broker that sent the last records; -1 unknown.
    var broker: Int32 = -1
    var isAtEnd = false

    enum Suspicion {
        case none
        /// A rebalance has begun and is not answered yet.
        case rebalancing
        /// It is answered: the next records or end decide.
        case answered
    }

    /// The position was seen to be right.
    mutating func settle() {
        if suspicion != .answered { return }
        suspicion = .none
        gapEnd = -1
        rereads = 0
    }

    init(partition: TopicPartition, position: Int64) {
        self.partition = partition
        self.position = position
    }
}
