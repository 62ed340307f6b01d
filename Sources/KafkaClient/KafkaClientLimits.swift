// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Bounds of this target; docs/LIMITS.md says why each has its value.
package enum KafkaClientLimits {
    /// Records that one poll may hand over.
    package static let recordsPerPoll = 10_000
    /// Errors kept for `takeErrors`; later ones are dropped and counted.
    package static let errorsKept = 64
    /// Time between two requests of the thread that wakes librdkafka's fetchers, in milliseconds.
    package static let fetchWakeMs = 15
    /// How long fetchers are woken after the last full batch, in milliseconds: librdkafka sleeps at most 1000.
    package static let fetchWakeHoldMs = 1500
    /// Longest wait for an answer to a fetch wake-up, in milliseconds.
    package static let fetchWakeTimeoutMs = 500
    /// Longest time that one request of a probe may take, in milliseconds: then it asks another broker.
    package static let probeRequestMs = 5000
    /// Longest single wait in a poll while commits are outstanding, in milliseconds: their queue wakes nobody.
    package static let commitPollMs = 5
    /// Times a position is re-read after a rebalance before the partition is given up.
    package static let rereadsMax = 5
    /// Longest text that librdkafka writes for an error, in bytes.
    package static let errorTextBytes = 512
    /// Bytes of commit metadata that a broker takes (`offset.metadata.max.bytes` by default).
    package static let commitMetadataBytes = 4096
    /// Headers of one record that are visited; more are ignored.
    package static let headersPerRecord = 10_000
    /// Partitions in one call for ends: librdkafka searches its answer once per partition.
    package static let partitionsPerEndsCall = 1000
    /// Leaders that are asked for ends at the same time, each by a thread.
    package static let leadersAtOnce = 16
    /// Longest time that one request of a watch may take, in milliseconds, unless `socket.timeout.ms` is set.
    package static let watchRequestMs = 10_000
    /// Partition numbers of a topic that a log reader takes.
    package static let partitionsPerLog = 100_000
}
