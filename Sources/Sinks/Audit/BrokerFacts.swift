// Sluice
// SPDX-License-Identifier: Apache-2.0

package import KafkaClient

/// What brokers say about the partitions of one group; asked by the caller, judged by the audit.
package struct BrokerFacts: Sendable {
    /// One partition as the brokers have it now.
    package struct Partition: Sendable {
        /// The group's committed position; nil without one.
        package let committed: Int64?
        /// The offset after the last record of the log; nil where it could not be asked.
        package let logEnd: Int64?

        package init(committed: Int64?, logEnd: Int64?) {
            self.committed = committed
            self.logEnd = logEnd
        }
    }

    package let group: String
    package let partitions: [TopicPartition: Partition]
    /// Roots that the metadata of the commits name; one that is not audited holds what is missing here.
    package let roots: Set<RootID>

    package init(group: String, partitions: [TopicPartition: Partition], roots: Set<RootID>) {
        self.group = group
        self.partitions = partitions
        self.roots = roots
    }
}
