// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The properties of librdkafka that carry a guarantee, or that a key of the topology sets.
enum RefusedKafkaOptions {
    private static let reasons: [String: ValueError] = [
        "group.id": ValueError(
            "the group is part of what makes archives exactly-once", hint: "write 'source.kafka.group'"),
        "auto.offset.reset": ValueError(
            "a reset by the client would skip or repeat records without a trace",
            hint: "'source.kafka.start' says where a new group begins; gaps are found and recorded"),
        "enable.partition.eof": ValueError("the end of a partition is needed to seal and to end"),
        "partition.assignment.strategy": ValueError(
            "sealing on a revoke depends on it", hint: "write 'source.kafka.assignment'"),
        "isolation.level": ValueError("records of aborted transactions must not reach an archive"),
        "group.instance.id": ValueError("it names the slot of the archive root and is set from it"),
        "session.timeout.ms": ValueError(
            "the deadline of sealing is derived from it", hint: "write 'source.kafka.session_timeout'"),
        "bootstrap.servers": ValueError("the brokers have a key of their own", hint: "write 'source.kafka.brokers'"),
        "metadata.broker.list": ValueError("the brokers have a key of their own", hint: "write 'source.kafka.brokers'"),
        "auto.commit.interval.ms": automatic,
        "auto.commit.enable": automatic,
    ]

    private static let automatic = ValueError(
        "offsets are committed when an epoch is sealed, never by a timer; anything else loses records")

    /// Why a property may not be set; nil where it may.
    static func reason(for name: String) -> ValueError? {
        let name = name.lowercased()
        return reasons[name] ?? (name.hasPrefix("enable.auto.") ? automatic : nil)
    }
}
