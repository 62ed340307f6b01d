// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Partitions of one topic, by name.
package struct NamedPartitions: Sendable, Equatable {
    package var topic: String
    package var partitions: [Int32]

    static func array(_ reader: inout ByteReader) -> [NamedPartitions] {
        let count = reader.count(isFlexible: false, bytesMin: 6)
        var topics: [NamedPartitions] = []
        while topics.count < count, !reader.isBroken {
            let name = reader.name(isFlexible: false)
            topics.append(
                NamedPartitions(topic: reader.string(name), partitions: partitions(&reader, isFlexible: false)))
        }
        return topics
    }

    static func partitions(_ reader: inout ByteReader, isFlexible: Bool) -> [Int32] {
        let count = reader.count(isFlexible: isFlexible, bytesMin: 4)
        var partitions: [Int32] = []
        partitions.reserveCapacity(count)
        while partitions.count < count, !reader.isBroken { partitions.append(reader.int32()) }
        return partitions
    }
}

/// What a consumer asks for, in its own bytes inside the group's metadata. Versions only append, so that one newer than
/// 3 is read as 3; null bytes, and a negative version, are none.
package struct ConsumerSubscription: Sendable, Equatable {
    package var version: Int16
    package var topics: [String]
    /// From version 1.
    package var owned: [NamedPartitions] = []
    /// From version 2; -1 for none.
    package var generation: Int32?
    /// From version 3.
    package var rack: String?

    static func read(_ bytes: RawSpan) -> ConsumerSubscription? {
        var reader = ByteReader(bytes)
        let version = reader.int16()
        guard version >= 0 else { return nil }
        var subscription = ConsumerSubscription(version: version, topics: [])
        let count = reader.count(isFlexible: false, bytesMin: 2)
        while subscription.topics.count < count, !reader.isBroken {
            let name = reader.name(isFlexible: false)
            subscription.topics.append(reader.string(name))
        }
        _ = reader.data(isFlexible: false)
        if version >= 1 { subscription.owned = NamedPartitions.array(&reader) }
        if version >= 2 { subscription.generation = reader.int32() }
        if version >= 3 { subscription.rack = reader.text(isFlexible: false).map { reader.string($0) } }
        return reader.isBroken ? nil : subscription
    }
}

/// What a consumer got, as `ConsumerSubscription`.
package struct ConsumerAssignment: Sendable, Equatable {
    package var version: Int16
    package var partitions: [NamedPartitions]

    static func read(_ bytes: RawSpan) -> ConsumerAssignment? {
        var reader = ByteReader(bytes)
        let version = reader.int16()
        guard version >= 0 else { return nil }
        let partitions = NamedPartitions.array(&reader)
        _ = reader.data(isFlexible: false)
        return reader.isBroken ? nil : ConsumerAssignment(version: version, partitions: partitions)
    }
}
