// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LagMonitor

/// Group metadata with members, and the records of KIP-848.
struct ConsumerRecordsTests {
    @Test(arguments: Int16(0)...4)
    func groupMetadataIsRead(_ version: Int16) throws {
        let isFlexible = version == 4
        let value = Self.group(version)
        let group = try #require(GroupMetadata.read(value))
        #expect(group.protocolType == "consumer")
        #expect(group.generation == 9)
        #expect(group.protocolName == "range")
        #expect(group.leader == nil)
        #expect(group.stateTimestampMs == (version >= 2 ? 77 : nil))
        #expect(group.members.map(\.memberID) == ["m-1", "m-2"])
        #expect(group.members.map(\.instanceID) == (version >= 3 ? ["i-1", nil] : [nil, nil]))
        #expect(group.members.map(\.rebalanceTimeoutMs) == (version >= 1 ? [60_000, 60_000] : [nil, nil]))
        #expect(group.members.map(\.sessionTimeoutMs) == [45_000, 45_000])
        let first = try #require(group.members.first)
        #expect(first.subscription?.topics == ["t", "u"])
        #expect(first.subscription?.owned == [NamedPartitions(topic: "t", partitions: [1])])
        #expect(first.subscription?.generation == 8)
        #expect(first.subscription?.rack == "r")
        #expect(first.assignment?.partitions == [NamedPartitions(topic: "t", partitions: [0, 1])])
        #expect(group.members[1].assignment == nil)
        for count in 0..<value.count {
            let short = Array(value[..<count])
            // In the flexible form the last byte says that there are no tags.
            #expect(GroupMetadata.read(short) == nil, "\(count) bytes, flexible: \(isFlexible)")
        }
    }

    @Test(arguments: [Int16(0), 1, 2, 3, 4, 99])
    func everyVersionOfASubscriptionIsRead(_ version: Int16) throws {
        let bytes = Self.subscription(version)
        let subscription = try #require(ConsumerSubscription.read(bytes))
        #expect(subscription.version == version)
        #expect(subscription.topics == ["t", "u"])
        #expect(subscription.owned.isEmpty == (version < 1))
        #expect(subscription.generation == (version < 2 ? nil : 8))
        #expect(subscription.rack == (version < 3 ? nil : "r"))
    }

    @Test func negativeVersionsOfTheEmbeddedProtocolAreNone() {
        let negative: [UInt8] = [0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0]
        #expect(ConsumerSubscription.read(negative) == nil)
        #expect(ConsumerAssignment.read(negative) == nil)
    }

    @Test func bytesOfAnotherProtocolAreLeftAlone() throws {
        var value = Self.group(3)
        // "consumer" becomes "connectr".
        value.replaceSubrange(4..<12, with: Array("connectr".utf8))
        let group = try #require(GroupMetadata.read(value))
        #expect(group.members.count == 2)
        #expect(group.members.allSatisfy { $0.assignment == nil && $0.subscription == nil })
    }

    @Test func hugeArraysAreRefused() {
        let value = WireBytes.make {
            $0.number(Int16(3))
            $0.text("consumer")
            $0.number(Int32(1))
            $0.text("range")
            $0.text("l")
            $0.number(Int64(1))
            $0.number(Int32.max)
            $0.bytes += [UInt8](repeating: 0, count: 100)
        }
        #expect(GroupMetadata.read(value) == nil)
    }

    @Test func consumerGroupRecordsAreRead() throws {
        let epoch = WireBytes.make {
            $0.number(Int16(0))
            $0.number(Int32(12))
            $0.uvarint(0)
        }
        #expect(
            OffsetsRecordTests.decode(WireBytes.groupKey(3, "g"), epoch)
                == .consumerGroup("g", ConsumerGroupRecord(epoch: 12)))
        let record = OffsetsRecordTests.decode(
            WireBytes.groupKey(4, "g"), Self.partitionMetadata([("t", 1), ("u", 2)]))
        guard case .partitionMetadata("g", let metadata?)? = record else {
            Issue.record("no partition metadata: \(String(describing: record))")
            return
        }
        #expect(metadata.topics.map(\.name) == ["t", "u"])
        #expect(metadata.topics.map(\.id) == [TopicID(high: 1, low: 1), TopicID(high: 1, low: 2)])
        #expect(metadata.topics.map(\.partitions) == [3, 3])
        guard
            case .member("g", "m", let member?)? = OffsetsRecordTests.decode(
                WireBytes.groupKey(5, "g", member: "m"), Self.member(client: "app", host: "/10.0.0.7"))
        else {
            Issue.record("no member")
            return
        }
        #expect(member.clientID == "app")
        #expect(member.clientHost == "/10.0.0.7")
        #expect(member.topics == ["t"])
        #expect(member.instanceID == nil)
        #expect(member.assignor == "uniform")
        #expect(member.rebalanceTimeoutMs == 45_000)
        guard
            case .currentAssignment("g", "m", let current?)? = OffsetsRecordTests.decode(
                WireBytes.groupKey(8, "g", member: "m"), Self.assignment([(1, [0, 2])]))
        else {
            Issue.record("no assignment")
            return
        }
        #expect(current.assigned == [.init(id: TopicID(high: 1, low: 1), partitions: [0, 2])])
        #expect(current.pendingRevocation.isEmpty)
        #expect(current.epoch == 4)
    }

    static func subscription(_ version: Int16) -> [UInt8] {
        WireBytes.make {
            $0.number(version)
            $0.count(2)
            $0.text("t")
            $0.text("u")
            $0.data(nil)
            if version >= 1 {
                $0.count(1)
                $0.text("t")
                $0.count(1)
                $0.number(Int32(1))
            }
            if version >= 2 { $0.number(Int32(8)) }
            if version >= 3 { $0.text("r") }
            if version > 3 { $0.bytes += [1, 2, 3] }
        }
    }

    static func assigned(_ topics: [(String, [Int32])]) -> [UInt8] {
        WireBytes.make {
            $0.number(Int16(1))
            $0.count(topics.count)
            for (topic, partitions) in topics {
                $0.text(topic)
                $0.count(partitions.count)
                for partition in partitions { $0.number(partition) }
            }
            $0.data([])
        }
    }

    /// Two members: the first with all there is, the second with nothing.
    static func group(_ version: Int16, owning: [(String, [Int32])] = [("t", [0, 1])], members: Int = 2) -> [UInt8] {
        let isFlexible = version == 4
        return WireBytes.make {
            $0.number(version)
            $0.text("consumer", isFlexible: isFlexible)
            $0.number(Int32(9))
            $0.text("range", isFlexible: isFlexible)
            $0.text(nil, isFlexible: isFlexible)
            if version >= 2 { $0.number(Int64(77)) }
            $0.count(members, isFlexible: isFlexible)
            for member in 1...members {
                $0.text("m-\(member)", isFlexible: isFlexible)
                if version >= 3 { $0.text(member == 1 ? "i-1" : nil, isFlexible: isFlexible) }
                $0.text("client-\(member)", isFlexible: isFlexible)
                $0.text("/10.0.0.\(member)", isFlexible: isFlexible)
                if version >= 1 { $0.number(Int32(60_000)) }
                $0.number(Int32(45_000))
                $0.data(member == 1 ? subscription(3) : [], isFlexible: isFlexible)
                $0.data(member == 1 ? assigned(owning) : [], isFlexible: isFlexible)
                if isFlexible { $0.uvarint(0) }
            }
            if isFlexible { $0.uvarint(0) }
        }
    }

    /// Ids are (1, number).
    static func partitionMetadata(_ topics: [(String, Int64)]) -> [UInt8] {
        WireBytes.make {
            $0.number(Int16(0))
            $0.count(topics.count, isFlexible: true)
            for (name, id) in topics {
                $0.number(Int64(1))
                $0.number(id)
                $0.text(name, isFlexible: true)
                $0.number(Int32(3))
                $0.count(1, isFlexible: true)
                $0.number(Int32(0))
                $0.count(1, isFlexible: true)
                $0.text("rack", isFlexible: true)
                $0.uvarint(0)
                $0.uvarint(0)
            }
            $0.uvarint(0)
        }
    }

    static func member(client: String, host: String) -> [UInt8] {
        WireBytes.make {
            $0.number(Int16(0))
            $0.text(nil, isFlexible: true)
            $0.text(nil, isFlexible: true)
            $0.text(client, isFlexible: true)
            $0.text(host, isFlexible: true)
            $0.count(1, isFlexible: true)
            $0.text("t", isFlexible: true)
            $0.text(nil, isFlexible: true)
            $0.number(Int32(45_000))
            $0.text("uniform", isFlexible: true)
            $0.uvarint(0)
        }
    }

    static func assignment(_ topics: [(Int64, [Int32])]) -> [UInt8] {
        WireBytes.make {
            $0.number(Int16(0))
            $0.number(Int32(4))
            $0.number(Int32(3))
            $0.number(Int8(0))
            $0.count(topics.count, isFlexible: true)
            for (id, partitions) in topics {
                $0.number(Int64(1))
                $0.number(id)
                $0.count(partitions.count, isFlexible: true)
                for partition in partitions { $0.number(partition) }
                $0.uvarint(0)
            }
            $0.count(0, isFlexible: true)
            $0.uvarint(0)
        }
    }
}
