// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka

/// A member of a consumer group. One thread calls everything here; only `waker` is for others.
///
/// It decides nothing: the owner takes rebalances after a poll and answers them, commits, and keeps the deadlines.
/// Records come in order per partition, each once per assignment; librdkafka's own slips around a rebalance
/// (docs/adr/0007) are repaired here.
@safe package final class Consumer {
    package let configuration: ConsumerConfiguration
    package let waker: ConsumerWaker
    let client: ClientHandle
    /// The group's queue, on which records, rebalances and errors come.
    let queue: OpaquePointer
    /// Answers to commits.
    let commitQueue: OpaquePointer
    let sharedQueue: SharedQueue
    let buffer: MessageBuffer
    let fetchWaker: FetchWaker?

    var table = PartitionTable()
    /// What the group lets this consumer own; a partition is read only after `add`.
    var granted: Set<TopicPartition> = []
    /// Partitions that are not read any more and that librdkafka still has until an open revoke is answered.
    var leaving: Set<TopicPartition> = []
    var events: [RebalanceEvent] = []
    /// The event that the owner has taken and not yet answered.
    var current: RebalanceEvent?
    /// Loss is sticky until the revoke is answered: `rd_kafka_incremental_assign` clears librdkafka's own flag.
    var isLost = false
    /// A partition was unassigned outside a revoke, and the queue may hold a revoke that librdkafka took it to answer.
    var hasAnsweredBlindly = false
    var hasSubscribed = false
    /// Whether an assignment has come since the client was made.
    var hasBeenAssigned = false
    var isBlocking = false
    var isClosing = false
    var isGone = false

    var nextTicket = 1
    var outstanding: [Int: [CommitRequest]] = [:]
    var decided: [CommitResult] = []
    var counters = ConsumerCounters()

    package init(_ configuration: ConsumerConfiguration) throws(KafkaError) {
        self.configuration = configuration
        client = try ClientHandle(
            .consumer, configuration.properties(), callbacks: .rebalance, log: configuration.log)
        // From here on the client's own queue (errors, logs) is part of the group's queue.
        unsafe rd_kafka_poll_set_consumer(client.pointer)
        guard let queue = unsafe rd_kafka_queue_get_consumer(client.pointer),
            let commitQueue = unsafe rd_kafka_queue_new(client.pointer)
        else {
            client.destroy(closing: false)
            throw KafkaError(RD_KAFKA_RESP_ERR__UNKNOWN_GROUP, "create consumer")
        }
        unsafe self.queue = queue
        unsafe self.commitQueue = commitQueue
        // A second reference, given back by SharedQueue.
        unsafe sharedQueue = SharedQueue(rd_kafka_queue_get_consumer(client.pointer))
        waker = ConsumerWaker(sharedQueue)
        buffer = MessageBuffer(capacity: KafkaClientLimits.recordsPerPoll)
        fetchWaker = ConsumerConfiguration.hasQueueBackoff ? nil : FetchWaker(client)
        unsafe client.context.onRebalance = { [unowned self] client, code, list in
            unsafe rebalanced(client, code, list)
        }
    }

    /// A consumer that was not left is abandoned.
    deinit {
        abandon()
    }

    /// Joins the group for these topics; partitions come as rebalance events.
    package func subscribe(_ topics: [String]) throws(KafkaError) {
        hasSubscribed = true
        let list = PartitionList(topics.map { TopicPartition(topic: $0, partition: -1) })
        let code = unsafe list.lend { unsafe rd_kafka_subscribe(client.pointer, $0) }
        if code != RD_KAFKA_RESP_ERR_NO_ERROR { throw KafkaError(code, "subscribe") }
    }

    /// Whether another member may own the partitions already: nothing may be committed then.
    package var assignmentIsLost: Bool {
        if unsafe rd_kafka_assignment_lost(client.pointer) != 0 { isLost = true }
        return isLost
    }

    /// Errors of the client since the last call: brokers down, authentication, fatal ones.
    package func takeErrors() -> [KafkaError] { client.context.takeErrors() }

    /// The id that the broker gave this member, empty before the first join.
    package var memberID: String {
        guard let id = unsafe rd_kafka_memberid(client.pointer) else { return "" }
        defer { unsafe rd_kafka_mem_free(client.pointer, id) }
        return unsafe String(cString: id)
    }

    /// The log's start and end of a partition as the last fetch answers told them; -1 where none has yet.
    package func knownWatermarks(of partition: TopicPartition) -> (low: Int64, high: Int64) {
        var low: Int64 = -1
        var high: Int64 = -1
        let code = unsafe rd_kafka_get_watermark_offsets(
            client.pointer, partition.topic, partition.partition, &low, &high)
        return code == RD_KAFKA_RESP_ERR_NO_ERROR ? (low, high) : (-1, -1)
    }

    /// The next offset that will be handed over of a partition that was added.
    package func position(of partition: TopicPartition) -> Int64? { table.slot(of: partition)?.position }

    /// Whether the last thing seen of an added partition was its end.
    package func isAtEnd(_ partition: TopicPartition) -> Bool { table.slot(of: partition)?.isAtEnd ?? false }

    package var statistics: ConsumerCounters { counters }
}
