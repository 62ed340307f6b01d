// Sluice
// SPDX-License-Identifier: Apache-2.0

/// One group at one moment.
package struct GroupWindows: Sendable, Equatable {
    package var cluster: String
    package var group: String
    /// By topic, then partition.
    package var partitions: [PartitionWindow]
    /// Timestamp of the newest commit, in milliseconds since 1970; nil: none.
    package var lastCommitMs: Int64?
    /// What the coordinator or the group's metadata say; nil where neither was read.
    package var membership: GroupMembership?

    package init(
        cluster: String, group: String, partitions: [PartitionWindow], lastCommitMs: Int64? = nil,
        membership: GroupMembership? = nil
    ) {
        self.cluster = cluster
        self.group = group
        self.partitions = partitions
        self.lastCommitMs = lastCommitMs
        self.membership = membership
    }
}

/// A group's members and state.
package struct GroupMembership: Sendable, Equatable {
    /// As Kafka names it: "Stable", "Empty", "PreparingRebalance"; empty where unknown.
    package var state: String
    /// "consumer", "connect"; empty for a group that only commits.
    package var protocolType: String
    package var members: Int
    /// Broker id of the coordinator, -1 where unknown.
    package var coordinator: Int32

    package init(state: String, protocolType: String, members: Int, coordinator: Int32 = -1) {
        self.state = state
        self.protocolType = protocolType
        self.members = members
        self.coordinator = coordinator
    }
}
