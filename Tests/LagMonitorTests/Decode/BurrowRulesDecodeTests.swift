// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LagMonitor

/// The `decode` rows of the conformance cases: what a record says, also where Burrow reads it wrongly.
@Suite(.enabled(if: BurrowCases.isThere, BurrowCases.absent))
struct BurrowRulesDecodeTests {
    @Test func thereAreRows() {
        // Another file may have none of this kind.
        #expect(BurrowCases.isNamed || !BurrowCases.rows("decode").isEmpty)
    }

    @Test(arguments: BurrowCases.rows("decode"))
    func recordIsDecoded(_ test: BurrowCase) throws {
        let key = WireBytes(hex: try #require(test.row["key_hex"]?.string)).bytes
        let value = test.row["value_hex"]?.string.map { WireBytes(hex: $0).bytes }
        let expected = try #require(test.row["expected"])
        let record = try #require(Self.decode(key, value))
        switch record {
        case .commit(let place, let commit):
            #expect(expected["type"]?.string == "offset_commit")
            #expect(String(decoding: key[place.group], as: UTF8.self) == expected["group"]?.string)
            #expect(String(decoding: key[place.topic], as: UTF8.self) == expected["topic"]?.string)
            #expect(Int64(place.partition) == expected["partition"]?.integer)
            #expect((commit == nil) == (expected["tombstone"] == .bool(true)))
            if let commit { try check(commit, value ?? [], expected) }
        case .group(let name, let metadata):
            #expect(expected["type"]?.string == "group_metadata")
            #expect(name == expected["group"]?.string)
            try check(#require(metadata), expected)
        default:
            // What is "skip" there is here whatever has no part in commits and classic groups.
            #expect(expected["type"]?.string == "skip")
            #expect(expected["key_version"]?.integer == Int64(key[0]) << 8 | Int64(key[1]))
        }
    }

    private static func decode(_ key: [UInt8], _ value: [UInt8]?) -> OffsetsRecord? {
        guard let value else { return OffsetsRecord.decode(key: key.span.bytes, value: nil) }
        return OffsetsRecord.decode(key: key.span.bytes, value: value.span.bytes)
    }

    private func check(_ commit: CommitRecord, _ value: [UInt8], _ expected: JSONValue) throws {
        #expect(Int64(commit.version) == expected["version"]?.integer)
        #expect(commit.offset == expected["offset"]?.integer)
        #expect(commit.timestampMs == expected["commit_timestamp"]?.integer)
        #expect(commit.metadata.map { String(decoding: value[$0], as: UTF8.self) } == expected["metadata"]?.string)
        #expect(Int64(commit.leaderEpoch) == expected["leader_epoch"]?.integer ?? -1)
        #expect(commit.expireMs == expected["expire_timestamp"]?.integer)
    }

    private func check(_ group: GroupMetadata, _ expected: JSONValue) throws {
        #expect(Int64(group.version) == expected["version"]?.integer)
        #expect(group.protocolType == expected["protocol_type"]?.string)
        #expect(Int64(group.generation) == expected["generation"]?.integer)
        #expect(group.protocolName == expected["protocol"]?.string)
        #expect(group.leader == expected["leader"]?.string)
        #expect(group.stateTimestampMs == expected["current_state_timestamp"]?.integer)
        let members = try #require(expected["members"]?.array)
        #expect(group.members.count == members.count)
        for (member, expected) in zip(group.members, members) {
            #expect(member.memberID == expected["member_id"]?.string)
            #expect(member.instanceID == expected["group_instance_id"]?.string)
            #expect(member.clientID == expected["client_id"]?.string)
            #expect(member.clientHost == expected["client_host"]?.string)
            #expect(member.rebalanceTimeoutMs.map(Int64.init) == expected["rebalance_timeout"]?.integer)
            #expect(Int64(member.sessionTimeoutMs) == expected["session_timeout"]?.integer)
            let assigned = try #require(expected["assignment"])
            #expect(member.assignment?.partitions.map(\.topic).sorted() == assigned.object?.keys.sorted())
            for topic in member.assignment?.partitions ?? [] {
                #expect(topic.partitions.map(Int64.init) == assigned[topic.topic]?.array?.compactMap(\.integer))
            }
        }
    }
}
