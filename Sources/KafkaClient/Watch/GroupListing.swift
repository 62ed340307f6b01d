// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Groups as the brokers list them.
package struct GroupList: Sendable {
    package var groups: [ListedGroup]
    /// Whether all brokers have answered; without it a group that is missing may be there.
    package var isComplete: Bool
}

/// One group as its coordinator describes it.
package struct ListedGroup: Sendable, Equatable {
    package struct Member: Sendable, Equatable {
        package let id: String
        package let clientID: String
        /// As the broker saw it: `/10.0.0.1`.
        package let host: String
        /// Empty where the member's protocol is not a consumer's, or its assignment does not decode.
        package let partitions: Set<TopicPartition>
    }

    package let name: String
    /// As Kafka names it: `Stable`, `Empty`, `PreparingRebalance`.
    package let state: String
    /// `consumer`, `connect`; empty for a group that only commits.
    package let protocolType: String
    package let members: [Member]
    /// Broker id of the coordinator.
    package let coordinator: Int32
    /// Why it could not be described; the rest but the name is empty then.
    package let error: KafkaError?
}
