// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient

/// Finds partitions that belong to nobody although the group is at rest.
///
/// A cooperative group hands a partition over in two rebalances: its owner gives it back after the first and asks for
/// the second. A static member that comes back within its session gets its old assignment without a rebalance
/// (KIP-345); where the owner died or gave its membership up between the two, nobody asks for the second, and the
/// partition is read by nobody until the group changes for another reason. One of the members has to make it change.
struct OwnershipWatch {
    /// Partitions that were there when this membership began; the group takes up later ones in its own time.
    private var known: Set<TopicPartition>?
    /// What nobody had at the last look.
    private var unowned: Set<TopicPartition> = []

    /// Takes in a look at the group.
    ///
    /// - Parameter me: the member id of this process.
    /// - Returns: what nobody had at two looks in a row, where it is this member that has to do something.
    mutating func note(_ owners: GroupOwners, of all: Set<TopicPartition>, me: String) -> Set<TopicPartition> {
        guard owners.isStable, owners.partitions[me] != nil else {
            unowned = []
            return []
        }
        let expected = known ?? all
        known = expected
        let missing = owners.partitions.values.reduce(into: expected.intersection(all)) { $0.subtract($1) }
        let lasting = missing.intersection(unowned)
        unowned = missing
        return me == owners.partitions.keys.min() ? lasting : []
    }
}
