// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import LagMonitor

struct OffsetsRecordTests {
    static func decode(_ key: [UInt8], _ value: [UInt8]?) -> OffsetsRecord? {
        guard let value else { return OffsetsRecord.decode(key: key.span.bytes, value: nil) }
        return OffsetsRecord.decode(key: key.span.bytes, value: value.span.bytes)
    }

    struct Commit: Sendable {
        let version: Int16
        let metadata: String
        var hasTopicID = false
    }

    @Test(arguments: [
        Commit(version: 0, metadata: ""), Commit(version: 1, metadata: "m"), Commit(version: 2, metadata: "grüße"),
        Commit(version: 3, metadata: String(repeating: "x", count: 32_000)), Commit(version: 4, metadata: ""),
        Commit(version: 4, metadata: String(repeating: "x", count: 126)),
        Commit(version: 4, metadata: String(repeating: "x", count: 127), hasTopicID: true),
        Commit(version: 4, metadata: String(repeating: "x", count: 16_384), hasTopicID: true),
    ])
    func everyVersionOfACommitIsRead(_ test: Commit) throws {
        let value = WireBytes.commit(
            42, atMs: 1_700_000_000_000, version: test.version, metadata: test.metadata,
            topicID: test.hasTopicID ? (7, -8) : nil)
        let commit = try #require(CommitRecord.read(value))
        #expect(commit.version == test.version)
        #expect(commit.offset == 42)
        #expect(commit.timestampMs == 1_700_000_000_000)
        #expect(try String(decoding: value[#require(commit.metadata)], as: UTF8.self) == test.metadata)
        #expect(commit.topicID == (test.hasTopicID ? TopicID(high: 7, low: UInt64(bitPattern: -8)) : nil))
        // No byte of it is spare.
        for count in 0..<value.count {
            let short = Array(value[..<count])
            #expect(CommitRecord.read(short) == nil, "\(count) of \(value.count) bytes")
        }
    }

    @Test func unknownTagsOfACommitArePassedOver() throws {
        var value = WireBytes()
        value.bytes = Array(WireBytes.commit(42, atMs: 5, version: 4).dropLast())
        value.uvarint(3)
        for (tag, size) in [(0, 16), (1, 3), (300, 0)] {
            value.uvarint(tag)
            value.uvarint(size)
            value.bytes += [UInt8](repeating: 1, count: size)
        }
        let word: UInt64 = 0x0101_0101_0101_0101
        #expect(CommitRecord.read(value.bytes)?.topicID == TopicID(high: word, low: word))
    }

    @Test(arguments: [Int16.min, -1, 5, .max])
    func unknownVersionIsNotRead(_ version: Int16) {
        let value = WireBytes.make {
            $0.number(version)
            $0.bytes += [UInt8](repeating: 0, count: 64)
        }
        for kind in [Int16(1), 2, 3, 4] where version != 0 {
            let key = kind == 1 ? WireBytes.commitKey("g", "t", 0) : WireBytes.groupKey(kind, "g")
            #expect(Self.decode(key, value) == nil, "kind \(kind)")
        }
    }

    @Test(arguments: [
        ("sluice/1;s=a", true), ("sluice/22", true), ("sluice/", false), ("sluice", false), ("Sluice/1", false),
        ("xsluice/1", false), ("", false),
    ])
    func sluicesOwnCommitIsKnownByItsMetadata(_ metadata: String, _ isOurs: Bool) throws {
        for version in [Int16(0), 1, 3, 4] {
            let value = WireBytes.commit(1, atMs: 2, version: version, metadata: metadata)
            let commit = try #require(CommitRecord.read(value))
            #expect(commit.isSluice(in: value) == isOurs)
        }
        #expect(Array(CommitRecord.sluicePrefix.utf8) == Array("sluice/".utf8))
    }

    @Test(arguments: Int16(-2)...40)
    func everyKindHasItsPlace(_ number: Int16) throws {
        let key = WireBytes.make {
            $0.number(number)
            $0.text("g")
            $0.text("m")
            $0.number(Int32(0))
        }
        let record = try #require(Self.decode(key, nil))
        switch number {
        case 0, 1: #expect(record == .commit(CommitKey(group: 4..<5, topic: 7..<8, partition: 0), nil))
        case 2: #expect(record == .group("g", nil))
        case 3: #expect(record == .consumerGroup("g", nil))
        case 4: #expect(record == .partitionMetadata("g", nil))
        case 5: #expect(record == .member("g", memberID: "m", nil))
        case 8: #expect(record == .currentAssignment("g", memberID: "m", nil))
        case 6, 7, 9...24: #expect(record == .skipped(number))
        default: #expect(record == .unknown(number))
        }
    }

    @Test func emptyValueIsATombstone() {
        #expect(Self.decode(WireBytes.groupKey(2, "g"), []) == .group("g", nil))
        guard case .commit(_, nil)? = Self.decode(WireBytes.commitKey("g", "t", 1), []) else {
            Issue.record("an empty value of a commit is none")
            return
        }
    }

    @Test(arguments: ["", "00", "0001", "0001ffff", "00010002", "0001000161ffff", "0001000161000162", "00050001"])
    func brokenKeyIsNotRead(_ hex: String) {
        #expect(Self.decode(WireBytes(hex: hex).bytes, nil) == nil)
    }
}
