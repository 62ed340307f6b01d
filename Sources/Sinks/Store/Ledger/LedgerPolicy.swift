// Sluice
// SPDX-License-Identifier: Apache-2.0

package import KafkaClient

/// When the oldest published manifests of a partition roll up into a segment of its ledger.
package struct LedgerPolicy: Sendable {
    /// Manifests that one segment takes.
    package var manifests = ProtocolLimits.ledgerManifests
    /// The newest manifests, which stay files of their own.
    package var kept = ProtocolLimits.ledgerKept
    /// Manifests by which partitions differ, so that those that began together do not all roll up together.
    package var spread = ProtocolLimits.ledgerSpread
    /// Bytes of the manifests of one segment; the one that is over is still taken.
    package var bytes = ProtocolLimits.ledgerBytes

    package init() {}

    /// Manifests of a partition, each in a file of its own, at which the oldest roll up.
    package func threshold(of partition: TopicPartition) -> Int {
        kept + manifests + (spread > 0 ? Int(partition.partition) &* 61 % spread : 0)
    }
}
