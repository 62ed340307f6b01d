// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Bounds of one cluster's store, and of decoding what goes into it. Beyond one, what comes is left out and counted.
package enum StoreLimits {
    /// Elements of one array in a record.
    package static let arrayElementsMax = 1_000_000
    /// Groups, those that a list denies included.
    package static let groupsMax = 1_000_000
    /// Groups that a list denies; beyond, all of them are asked for again.
    package static let deniedGroupsMax = 100_000
    package static let topicsMax = 200_000
    /// Partitions of one topic.
    package static let partitionsMax = 200_000
    /// Partitions of all topics.
    package static let topicPartitionsMax = 4_000_000
    /// Partitions of the topics of all groups, committed in or not: 4 bytes each.
    package static let placesMax = 32_000_000
    /// Rings: partitions in which a group has committed or owns something.
    package static let ringsMax = 4_000_000
    /// Rings with values that do not fit the compact form.
    package static let wideRingsMax = 100_000
    /// Slots of a ring.
    package static let slotsMax = 1024
    /// Bytes of the names of groups and topics together.
    package static let nameBytesMax = 256 * 1024 * 1024
    /// Different owners of partitions.
    package static let ownersMax = 1_000_000
    /// Members of groups of the protocol of KIP-848.
    package static let membersMax = 1_000_000
    /// Topic ids with their names.
    package static let topicIDsMax = 400_000
}
