// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What a consumer is made from.
package struct ConsumerConfiguration: Sendable {
    /// `host:port`, separated by commas.
    package var brokers: String
    package var group: String
    /// `group.instance.id`: static membership, so that a restarted process has its partitions back at once.
    package var instanceID: String?
    package var clientID = "sluice"
    package var assignment = AssignmentStrategy.cooperativeSticky
    /// After this time without a heartbeat the group takes the partitions away.
    package var sessionTimeout = Duration.seconds(20)
    /// Longest time between two polls (`max.poll.interval.ms`); at least the session timeout.
    package var pollIntervalMax = Duration.seconds(300)
    /// Memory for prefetched records, in KiB.
    package var queueKiB = 16_384
    /// Further librdkafka properties; those of `ReservedOptions` are refused.
    package var options: [KafkaOption] = []
    /// Gets librdkafka's log; without it nothing is logged.
    package var log: KafkaLogHandler?

    package init(brokers: String, group: String) {
        self.brokers = brokers
        self.group = group
    }

    /// Properties in the order in which they are set: tuning, the user's, then those that carry guarantees.
    func properties() throws(KafkaError) -> [KafkaOption] {
        try ReservedOptions.check(options)
        let sessionMs = sessionTimeout.milliseconds
        var all = [
            KafkaOption("client.id", clientID),
            KafkaOption("check.crcs", "true"),
            // The bound is the size alone: a bound on the count makes 2.0.2's fetchers sleep (see FetchWaker).
            KafkaOption("queued.min.messages", "10000000"),
            KafkaOption("queued.max.messages.kbytes", String(queueKiB)),
            KafkaOption("heartbeat.interval.ms", String(max(1, min(3000, sessionMs / 5)))),
            KafkaOption("topic.metadata.propagation.max.ms", "10000"),
        ]
        if ConsumerConfiguration.hasQueueBackoff { all.append(KafkaOption("fetch.queue.backoff.ms", "10")) }
        all += options
        all += [
            KafkaOption("bootstrap.servers", brokers),
            KafkaOption("group.id", group),
            KafkaOption("session.timeout.ms", String(sessionMs)),
            KafkaOption("max.poll.interval.ms", String(max(sessionMs, pollIntervalMax.milliseconds))),
            KafkaOption("partition.assignment.strategy", assignment.property),
            KafkaOption("auto.offset.reset", "error"),
            KafkaOption("enable.auto.commit", "false"),
            KafkaOption("enable.auto.offset.store", "false"),
            KafkaOption("enable.partition.eof", "true"),
            KafkaOption("isolation.level", "read_committed"),
            KafkaOption("statistics.interval.ms", "0"),
        ]
        if let instanceID { all.append(KafkaOption("group.instance.id", instanceID)) }
        return all
    }

    /// Whether the library can be told how long a full queue delays fetching (librdkafka 2.2 and newer).
    static let hasQueueBackoff = ClientProperties.isKnown("fetch.queue.backoff.ms", "10")
}

extension Duration {
    /// Whole milliseconds, rounded down, within what librdkafka takes.
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        if seconds > 2_000_000 { return 2_000_000_000 }
        if seconds < 0 { return 0 }
        return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    }
}
