// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Record type 3 (KIP-848): the group exists.
package struct ConsumerGroupRecord: Sendable, Equatable {
    package var epoch: Int32

    static func read(_ value: RawSpan) -> ConsumerGroupRecord? {
        var reader = ByteReader(value)
        guard reader.int16() == 0 else { return nil }
        let record = ConsumerGroupRecord(epoch: reader.int32())
        reader.tags()
        return reader.isBroken ? nil : record
    }
}

/// Record type 4: the topics that a group subscribes to; the only place that has ids and names together.
package struct PartitionMetadataRecord: Sendable, Equatable {
    package struct Topic: Sendable, Equatable {
        package var id: TopicID
        package var name: String
        package var partitions: Int32
    }

    package var topics: [Topic]

    static func read(_ value: RawSpan) -> PartitionMetadataRecord? {
        var reader = ByteReader(value)
        guard reader.int16() == 0 else { return nil }
        let count = reader.count(isFlexible: true, bytesMin: 23)
        var topics: [Topic] = []
        while topics.count < count, !reader.isBroken {
            let id = reader.topicID()
            let name = reader.name(isFlexible: true)
            topics.append(Topic(id: id, name: reader.string(name), partitions: reader.int32()))
            skipRacks(&reader)
            reader.tags()
        }
        reader.tags()
        return reader.isBroken ? nil : PartitionMetadataRecord(topics: topics)
    }

    private static func skipRacks(_ reader: inout ByteReader) {
        let count = reader.count(isFlexible: true, bytesMin: 6)
        var index = 0
        while index < count, !reader.isBroken {
            _ = reader.int32()
            let racks = reader.count(isFlexible: true, bytesMin: 1)
            var rack = 0
            while rack < racks, !reader.isBroken {
                _ = reader.name(isFlexible: true)
                rack += 1
            }
            reader.tags()
            index += 1
        }
    }
}

/// Record type 5: who a member is.
package struct MemberRecord: Sendable, Equatable {
    package var instanceID: String?
    package var rack: String?
    package var clientID: String
    package var clientHost: String
    package var topics: [String]
    package var regularExpression: String?
    package var rebalanceTimeoutMs: Int32
    package var assignor: String?

    static func read(_ value: RawSpan) -> MemberRecord? {
        var reader = ByteReader(value)
        guard reader.int16() == 0 else { return nil }
        let instanceID = reader.text(isFlexible: true)
        let rack = reader.text(isFlexible: true)
        let clientID = reader.name(isFlexible: true)
        let clientHost = reader.name(isFlexible: true)
        let count = reader.count(isFlexible: true, bytesMin: 1)
        var topics: [String] = []
        while topics.count < count, !reader.isBroken {
            let name = reader.name(isFlexible: true)
            topics.append(reader.string(name))
        }
        let expression = reader.text(isFlexible: true)
        let rebalanceTimeoutMs = reader.int32()
        let assignor = reader.text(isFlexible: true)
        reader.tags()
        if reader.isBroken { return nil }
        return MemberRecord(
            instanceID: instanceID.map { reader.string($0) }, rack: rack.map { reader.string($0) },
            clientID: reader.string(clientID), clientHost: reader.string(clientHost), topics: topics,
            regularExpression: expression.map { reader.string($0) }, rebalanceTimeoutMs: rebalanceTimeoutMs,
            assignor: assignor.map { reader.string($0) })
    }
}

/// Record type 8: what a member has now.
package struct CurrentAssignmentRecord: Sendable, Equatable {
    package struct Topic: Sendable, Equatable {
        package var id: TopicID
        package var partitions: [Int32]
    }

    package var epoch: Int32
    package var previousEpoch: Int32
    package var state: Int8
    package var assigned: [Topic]
    /// Still the member's until it has let go.
    package var pendingRevocation: [Topic]

    static func read(_ value: RawSpan) -> CurrentAssignmentRecord? {
        var reader = ByteReader(value)
        guard reader.int16() == 0 else { return nil }
        let record = CurrentAssignmentRecord(
            epoch: reader.int32(), previousEpoch: reader.int32(), state: reader.int8(), assigned: topics(&reader),
            pendingRevocation: topics(&reader))
        reader.tags()
        return reader.isBroken ? nil : record
    }

    private static func topics(_ reader: inout ByteReader) -> [Topic] {
        let count = reader.count(isFlexible: true, bytesMin: 18)
        var topics: [Topic] = []
        while topics.count < count, !reader.isBroken {
            let id = reader.topicID()
            topics.append(Topic(id: id, partitions: NamedPartitions.partitions(&reader, isFlexible: true)))
            reader.tags()
        }
        return topics
    }
}
