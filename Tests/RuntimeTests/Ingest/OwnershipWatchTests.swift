// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Testing

@testable import Runtime

struct OwnershipWatchTests {
    struct Look: Sendable, CustomTestStringConvertible {
        let what: String
        /// What each member has, at each look; nil: a rebalance goes on.
        let looks: [[String: Set<Int32>]?]
        var all: [Set<Int32>] = []
        let expected: Set<Int32>

        var testDescription: String { what }
    }

    private static func partitions(_ numbers: Set<Int32>) -> Set<TopicPartition> {
        Set(numbers.map { TopicPartition(topic: "t", partition: $0) })
    }

    @Test(arguments: [
        Look(what: "all have an owner", looks: [["a": [0, 1], "b": [2]], ["a": [0, 1], "b": [2]]], expected: []),
        Look(
            what: "nobody has 2 for a moment", looks: [["a": [0, 1], "b": []], ["a": [0, 1], "b": [2]]], expected: []),
        Look(what: "nobody has 2", looks: [["a": [0], "b": [1]], ["a": [0], "b": [1]]], expected: [2]),
        Look(what: "another one nobody has", looks: [["a": [0], "b": [1]], ["a": [0, 2], "b": []]], expected: []),
        Look(what: "a rebalance between", looks: [["a": [0]], nil, ["a": [0]]], expected: []),
        Look(what: "only one look", looks: [["a": [0, 1]]], expected: []),
        Look(what: "not the least member", looks: [["Z": [0], "a": [1]], ["Z": [0], "a": [1]]], expected: []),
        Look(what: "no member", looks: [["b": [0]], ["b": [0]]], expected: []),
        Look(
            what: "partitions that came later", looks: [["a": [0, 1, 2]], ["a": [0, 1, 2]], ["a": [0, 1, 2]]],
            all: [[0, 1, 2], [0, 1, 2, 3], [0, 1, 2, 3]], expected: []),
        Look(
            what: "partitions that are gone", looks: [["a": [0]], ["a": [0]]], all: [[0, 1, 2], [0]], expected: []),
    ])
    func onlyWhatNobodyHasTwiceIsTold(_ look: Look) {
        var watch = OwnershipWatch()
        var told: Set<TopicPartition> = []
        for (index, members) in look.looks.enumerated() {
            let owners = GroupOwners(
                isStable: members != nil, partitions: (members ?? ["a": []]).mapValues(Self.partitions))
            told = watch.note(owners, of: Self.partitions(look.all.isEmpty ? [0, 1, 2] : look.all[index]), me: "a")
        }
        #expect(told == Self.partitions(look.expected))
    }
}
