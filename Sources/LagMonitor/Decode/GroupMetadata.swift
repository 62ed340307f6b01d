// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What the coordinator stored of a group of the classic protocol (record type 2).
package struct GroupMetadata: Sendable, Equatable {
    package struct Member: Sendable, Equatable {
        package var memberID: String
        /// From version 3; nil for none.
        package var instanceID: String?
        package var clientID: String
        /// "/10.0.0.1"
        package var clientHost: String
        /// From version 1.
        package var rebalanceTimeoutMs: Int32?
        package var sessionTimeoutMs: Int32
        /// What the member asked for and got; nil where the protocol is not that of consumers, or the bytes are not.
        package var subscription: ConsumerSubscription?
        package var assignment: ConsumerAssignment?
    }

    package var version: Int16
    /// "consumer", "connect"; empty for a group that only commits.
    package var protocolType: String
    package var generation: Int32
    package var protocolName: String?
    package var leader: String?
    /// From version 2; in milliseconds since 1970, -1 for none.
    package var stateTimestampMs: Int64?
    package var members: [Member]

    /// Reads a value that is not empty; nil where it does not decode, or its version is not known.
    static func read(_ value: RawSpan) -> GroupMetadata? {
        var reader = ByteReader(value)
        let version = reader.int16()
        guard version >= 0, version <= 4 else { return nil }
        let isFlexible = version == 4
        let protocolType = reader.name(isFlexible: isFlexible)
        var group = GroupMetadata(
            version: version, protocolType: reader.string(protocolType), generation: reader.int32(), members: [])
        group.protocolName = reader.text(isFlexible: isFlexible).map { reader.string($0) }
        group.leader = reader.text(isFlexible: isFlexible).map { reader.string($0) }
        if version >= 2 { group.stateTimestampMs = reader.int64() }
        let count = reader.count(isFlexible: isFlexible, bytesMin: 8)
        while group.members.count < count, !reader.isBroken {
            group.members.append(
                member(&reader, version: version, isConsumer: group.protocolType == "consumer"))
        }
        if isFlexible { reader.tags() }
        return reader.isBroken ? nil : group
    }

    private static func member(_ reader: inout ByteReader, version: Int16, isConsumer: Bool) -> Member {
        let isFlexible = version == 4
        let memberID = reader.name(isFlexible: isFlexible)
        let instanceID = version >= 3 ? reader.text(isFlexible: isFlexible) : nil
        let clientID = reader.name(isFlexible: isFlexible)
        let clientHost = reader.name(isFlexible: isFlexible)
        let rebalanceTimeoutMs = version >= 1 ? reader.int32() : nil
        let sessionTimeoutMs = reader.int32()
        let subscription = reader.data(isFlexible: isFlexible)
        let assignment = reader.data(isFlexible: isFlexible)
        if isFlexible { reader.tags() }
        var member = Member(
            memberID: reader.string(memberID), instanceID: instanceID.map { reader.string($0) },
            clientID: reader.string(clientID), clientHost: reader.string(clientHost),
            rebalanceTimeoutMs: rebalanceTimeoutMs, sessionTimeoutMs: sessionTimeoutMs)
        if isConsumer, !reader.isBroken {
            member.subscription = subscription.flatMap { ConsumerSubscription.read(reader.bytes.extracting($0)) }
            member.assignment = assignment.flatMap { ConsumerAssignment.read(reader.bytes.extracting($0)) }
        }
        return member
    }
}
