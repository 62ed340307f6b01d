// Sluice
// SPDX-License-Identifier: Apache-2.0

package import KafkaClient
package import Sinks

/// What an ingest is started with, beside its topology.
package struct IngestSettings: Sendable {
    package var consumer: ConsumerConfiguration
    /// The id of the Kafka cluster, as manifests name it.
    package var cluster: String
    package var slot: SlotName
    /// Close epochs as soon as a partition's end is reached.
    package var closesAtEnd: Bool
    package var machine: PartitionMachine.Limits
    /// Bytes on their way to the writer over which no batch is taken.
    package var inFlightBytesMax: Int

    package init(
        consumer: ConsumerConfiguration, cluster: String, slot: SlotName, closesAtEnd: Bool,
        inFlightBytesMax: Int = RuntimeLimits.inFlightBytes
    ) {
        self.consumer = consumer
        self.cluster = cluster
        self.slot = slot
        self.closesAtEnd = closesAtEnd
        self.inFlightBytesMax = inFlightBytesMax
        machine = PartitionMachine.Limits(
            commitDeadline: RuntimeLimits.commitDeadline, drainDeadline: consumer.sessionTimeout / 2,
            pause: RuntimeLimits.retryPause, sealedMax: RuntimeLimits.sealedEpochs)
    }
}
