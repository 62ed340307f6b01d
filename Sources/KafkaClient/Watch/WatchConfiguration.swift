// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka

/// What the clients of a monitor are made from: they look at a cluster and belong to no group.
package struct WatchConfiguration: Sendable {
    /// `host:port`, separated by commas.
    package var brokers: String
    package var clientID = "sluice-monitor"
    /// Memory for prefetched records of a `LogReader`, in KiB.
    package var queueKiB = 16_384
    /// Further librdkafka properties; those of `ReservedOptions` are refused.
    package var options: [KafkaOption] = []
    /// Gets librdkafka's log; without it nothing is logged.
    package var log: KafkaLogHandler?

    package init(brokers: String) {
        self.brokers = brokers
    }

    /// Properties in the order in which they are set. Without `group.id`: a client that names one looks for its
    /// coordinator, and that alone makes a broker create its offsets topic.
    func properties(readsCommitted: Bool) throws(KafkaError) -> [KafkaOption] {
        try ReservedOptions.check(options)
        var all = [
            KafkaOption("client.id", clientID),
            KafkaOption("socket.timeout.ms", String(KafkaClientLimits.watchRequestMs)),
            KafkaOption("reconnect.backoff.max.ms", "2000"),
            KafkaOption("topic.metadata.propagation.max.ms", "10000"),
            KafkaOption("check.crcs", "true"),
            // The bound is the size alone: a bound on the count makes 2.0.2's fetchers sleep (see FetchWaker).
            KafkaOption("queued.min.messages", "10000000"),
            KafkaOption("queued.max.messages.kbytes", String(queueKiB)),
        ]
        if ConsumerConfiguration.hasQueueBackoff { all.append(KafkaOption("fetch.queue.backoff.ms", "10")) }
        all += options
        all += [
            KafkaOption("bootstrap.servers", brokers),
            KafkaOption("auto.offset.reset", "error"),
            KafkaOption("enable.partition.eof", "true"),
            KafkaOption("enable.auto.commit", "false"),
            KafkaOption("enable.auto.offset.store", "false"),
            KafkaOption("isolation.level", readsCommitted ? "read_committed" : "read_uncommitted"),
            KafkaOption("statistics.interval.ms", "0"),
        ]
        return all
    }
}
