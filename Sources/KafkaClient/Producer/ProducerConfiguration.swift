// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka

/// What a producer is made from.
package struct ProducerConfiguration: Sendable {
    /// `host:port`, separated by commas.
    package var brokers: String
    package var clientID = "sluice"
    /// Records waiting for delivery, at most.
    package var queuedRecordsMax = 100_000
    /// Memory of records waiting for delivery, in KiB.
    package var queueKiB = 65_536
    /// How long records are gathered into a batch.
    package var linger = Duration.milliseconds(5)
    /// A record that is not acknowledged by then has failed.
    package var deliveryTimeout = Duration.seconds(120)
    /// Makes the producer transactional.
    package var transactionalID: String?
    /// Further librdkafka properties.
    package var options: [KafkaOption] = []
    package var log: KafkaLogHandler?

    package init(brokers: String) {
        self.brokers = brokers
    }

    func properties() throws(KafkaError) -> [KafkaOption] {
        for option in options where option.name == "enable.idempotence" || option.name == "dr_msg_cb" {
            throw KafkaError(
                RD_KAFKA_RESP_ERR__INVALID_ARG, "kafka option '\(option.name)'",
                message: "cannot be set: the producer is idempotent")
        }
        // A transaction's records must not wait longer than librdkafka's default `transaction.timeout.ms`.
        let timeoutMs = min(deliveryTimeout.milliseconds, transactionalID == nil ? .max : 60_000)
        var all = [
            KafkaOption("client.id", clientID),
            KafkaOption("batch.size", "1000000"),
            KafkaOption("batch.num.messages", "100000"),
            KafkaOption("linger.ms", String(linger.milliseconds)),
            KafkaOption("queue.buffering.max.messages", String(queuedRecordsMax)),
            KafkaOption("queue.buffering.max.kbytes", String(queueKiB)),
            KafkaOption("message.timeout.ms", String(max(1, timeoutMs))),
        ]
        all += options
        all += [KafkaOption("bootstrap.servers", brokers), KafkaOption("enable.idempotence", "true")]
        if let transactionalID { all.append(KafkaOption("transactional.id", transactionalID)) }
        return all
    }
}
