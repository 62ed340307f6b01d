// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import KafkaClient

struct GroupOwnersTests {
    /// Version 0, two topics, no user data.
    private static let assignment: [UInt8] =
        [0, 0, 0, 0, 0, 2] + [0, 1, 0x61, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 7]
        + [0, 2, 0x62, 0x63, 0, 0, 0, 1, 0, 0, 1, 0] + [255, 255, 255, 255]

    private func partitions(of bytes: some Sequence<UInt8>) -> Set<TopicPartition>? {
        Array(bytes).withUnsafeBytes { unsafe GroupOwners.partitions(of: $0) }
    }

    @Test func anAssignmentNamesItsPartitions() {
        let expected = [("a", 0), ("a", 7), ("bc", 256)].map { TopicPartition(topic: $0.0, partition: $0.1) }
        #expect(partitions(of: Self.assignment) == Set(expected))
    }

    @Test func aMemberWithoutAssignmentHasNothing() {
        #expect(partitions(of: []) == [])
    }

    @Test func cutBytesAreNoAssignment() {
        for length in 1..<Self.assignment.count - 4 {
            #expect(partitions(of: Self.assignment.prefix(length)) == nil, "\(length) bytes")
        }
    }

    @Test func lengthsThatAreNoneAreRefused() {
        for (at, byte) in [(2, 0x80), (6, 0xff), (9, 0x80), (9, 0x7f), (12, 0x7f)] as [(Int, UInt8)] {
            var bytes = Self.assignment
            bytes[at] = byte
            #expect(partitions(of: bytes) == nil, "byte \(at)")
        }
    }
}
