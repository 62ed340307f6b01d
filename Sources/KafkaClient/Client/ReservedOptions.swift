// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka

/// librdkafka properties that carry a guarantee of Sluice and cannot be set from outside.
package enum ReservedOptions {
    /// Property to the reason why it is refused.
    package static let reasons: [String: String] = [
        "bootstrap.servers": "set 'brokers' instead",
        "metadata.broker.list": "set 'brokers' instead",
        "group.id": "set 'group' instead",
        "group.instance.id": "it is made from the archive root and slot",
        "session.timeout.ms": "set 'session_timeout' instead",
        "auto.offset.reset": "a position outside the log is a reported gap, never a silent reset",
        "enable.auto.commit": "the offset commit is the commit point of an epoch",
        "auto.commit.enable": "the offset commit is the commit point of an epoch",
        "auto.commit.interval.ms": "the offset commit is the commit point of an epoch",
        "enable.auto.offset.store": "the offset commit is the commit point of an epoch",
        "enable.partition.eof": "ends of partitions are part of the commit protocol",
        "partition.assignment.strategy": "set 'assignment' instead",
        "isolation.level": "records of open or aborted transactions must not be archived",
        "statistics.interval.ms": "statistics cost time on the data path; see /metrics",
        "offset.store.method": "offsets are kept by the group",
        "test.mock.num.brokers": "use the demo for an embedded broker",
    ]

    /// Throws for the first reserved property.
    package static func check(_ options: [KafkaOption]) throws(KafkaError) {
        for option in options {
            guard let reason = reasons[option.name] else { continue }
            throw KafkaError(
                RD_KAFKA_RESP_ERR__INVALID_ARG, "kafka option '\(option.name)'", message: "cannot be set: \(reason)")
        }
    }
}
