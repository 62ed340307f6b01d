// Sluice
// SPDX-License-Identifier: Apache-2.0

/// A group as a snapshot keeps it.
package struct StoredGroup: Sendable, Equatable {
    package struct Ring: Sendable, Equatable {
        package var partition: Int32
        /// The commits, oldest first, without blank slots.
        package var slots: [CommitSlot]
        package var owner: String
        package var clientID: String
        /// Whether the newest commit is one of Sluice's.
        package var isSealed: Bool

        package init(
            partition: Int32, slots: [CommitSlot], owner: String = "", clientID: String = "", isSealed: Bool = false
        ) {
            self.partition = partition
            self.slots = slots
            self.owner = owner
            self.clientID = clientID
            self.isSealed = isSealed
        }
    }

    package struct Topic: Sendable, Equatable {
        package var name: String
        /// Partitions that the group's windows list; those without a ring have no slots.
        package var partitions: Int32
        /// By partition.
        package var rings: [Ring]

        package init(name: String, partitions: Int32, rings: [Ring]) {
            self.name = name
            self.partitions = partitions
            self.rings = rings
        }
    }

    package var name: String
    /// In milliseconds since 1970; nil: nothing was committed.
    package var lastCommitMs: Int64?
    /// The highest order of its commits.
    package var newestOrder: Int64
    package var membership: GroupMembership?
    /// By name.
    package var topics: [Topic]

    package init(
        name: String, lastCommitMs: Int64?, newestOrder: Int64, membership: GroupMembership? = nil, topics: [Topic]
    ) {
        self.name = name
        self.lastCommitMs = lastCommitMs
        self.newestOrder = newestOrder
        self.membership = membership
        self.topics = topics
    }
}

/// A topic's ends as a snapshot keeps them.
package struct StoredTopic: Sendable, Equatable {
    package struct Partition: Sendable, Equatable {
        /// High watermarks, oldest first.
        package var samples: [Int64]
        package var ends: LogEnds?
        package var truncatedAtMs: Int64?

        package init(samples: [Int64], ends: LogEnds?, truncatedAtMs: Int64? = nil) {
            self.samples = samples
            self.ends = ends
            self.truncatedAtMs = truncatedAtMs
        }
    }

    package var name: String
    package var partitions: [Partition]

    package init(name: String, partitions: [Partition]) {
        self.name = name
        self.partitions = partitions
    }
}
