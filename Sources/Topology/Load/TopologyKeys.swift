// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The fixed keys of a topology file: what the loader reads and the reference documentation prints.
package enum TopologyKeys {
    /// The keys of a file, in the order in which data flows.
    package static let all = ["topology", "source", "archive", "parse", "enrich", "sanitize", "route", "outputs"]
    /// Keys of the design that come with later versions.
    static let later = ["aggregates", "tests", "include"]
    /// The output that takes what fails or matches no rule.
    package static let deadLetters = "dead_letters"
    /// The destination of a rule that keeps nothing.
    package static let discard = "discard"

    package static let kafka: [OptionSpec] = [
        OptionSpec("brokers", .text, required: true, doc: "host:port of one or more brokers, comma between them"),
        OptionSpec("topics", .texts, required: true, doc: "topics to read; each must exist"),
        OptionSpec("group", .text, required: true, doc: "consumer group; processes of one group share the partitions"),
        OptionSpec(
            "start", .choice(KafkaSourcePlan.Start.allCases.map(\.rawValue)), default: "earliest",
            doc: "where to begin where neither the group nor the archive knows a partition"),
        OptionSpec(
            "assignment", .choice(KafkaSourcePlan.Assignment.allCases.map(\.rawValue)), default: "cooperative-sticky",
            doc: "how the group shares out its partitions; one choice per group"),
        OptionSpec(
            "session_timeout", .duration(.seconds(6)...Duration.seconds(1800)), default: "20s",
            doc: "silence after which the broker takes a process for dead; half of it is the time to seal on a revoke"),
        OptionSpec(
            "options", .map,
            doc: "further properties of librdkafka, such as TLS and SASL; those that carry a guarantee are refused"),
    ]

    package static let eventTime: [OptionSpec] = [
        OptionSpec("field", .field, required: true, doc: "the field that holds the time, read before 'sanitize'"),
        OptionSpec(
            "format", .choice(EventTimePlan.Format.allCases.map(\.rawValue)), required: true,
            doc: "how the field writes it, always to UTC"),
        OptionSpec(
            "fallback", .choice(EventTimePlan.Fallback.allCases.map(\.rawValue)), default: "kafka",
            doc: "what holds where the field is absent or no time: the Kafka timestamp, or the dead letters"),
    ]

    package static let source: [OptionSpec] = [
        OptionSpec("kafka", .table(kafka), required: true, doc: "the cluster, the topics and the group"),
        OptionSpec("event_time", .table(eventTime), doc: "when the event happened; absent: the Kafka timestamp"),
    ]

    package static let epoch: [OptionSpec] = [
        OptionSpec(
            "bytes", .byteSize(1...(1 << 40)), default: "256MiB", doc: "bytes of payload after which an epoch closes"),
        OptionSpec("records", .integer(1...1_000_000_000), default: "1000000", doc: "records after which it closes"),
        OptionSpec(
            "age", .duration(.milliseconds(100)...Duration.seconds(86_400)), default: "1m",
            doc: "time since its first record after which it closes"),
        OptionSpec(
            "idle", .duration(.milliseconds(100)...Duration.seconds(86_400)), default: "10s",
            doc: "time since its last record after which it closes"),
    ]

    package static let archive: [OptionSpec] = [
        OptionSpec("root", .text, required: true, doc: "directory of the archive, made where it is not there"),
        OptionSpec(
            "on_rewind", .choice(ArchivePlan.Rewind.allCases.map(\.rawValue)), default: "skip",
            doc:
                "what happens when the group is set back to archived records: `skip` passes over them, `supersede` "
                + "archives them anew in the place of the old epochs, `append` beside them"),
        OptionSpec("epoch", .table(epoch), doc: "what closes an epoch, whichever comes first"),
        OptionSpec("open_files", .integer(1...4096), default: "64", doc: "files that an epoch may have open at a time"),
        OptionSpec(
            "min_free", .byteSize(0...(1 << 50)),
            doc: "free space on the disk below which nothing is taken in; absent: 2 % of the disk, at most 1GiB; "
                + "`0` switches it off"),
        OptionSpec(
            "only_root", .flag, default: "false",
            doc: "whether no other archive root serves the group: what was sealed when the group lost its offsets is "
                + "published then, else it waits in `_aside` until it was read again or an operator decides"),
    ]

    package static let rule: [OptionSpec] = [
        OptionSpec("to", .text, required: true, doc: "name of an output, or 'discard' to keep nothing, counted"),
        OptionSpec("when", .expression, required: true, doc: "condition; \"true\" takes every record"),
    ]
}
