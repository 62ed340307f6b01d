// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Testing

@testable import Runtime

struct EndWatchTests {
    private let first = TopicPartition(topic: "t", partition: 0)
    private let second = TopicPartition(topic: "t", partition: 1)

    @Test func isDoneWhenEveryCommittedOffsetHasReachedTheEndOfTheStart() {
        var watch = EndWatch(ends: [first: 10, second: 5])
        watch.committed(9, in: first)
        watch.committed(5, in: second)
        #expect(!watch.isDone)
        #expect(watch.missing == [first])
        watch.committed(12, in: first)
        #expect(watch.isDone)
    }

    @Test func emptyPartitionsNeedNoCommit() {
        #expect(EndWatch(ends: [first: 0, second: 7], starts: [second: 7]).isDone)
    }

    @Test func aLogThatEndsInMarkersIsDoneWhenItsOwnerHasReadToTheEnd() {
        var watch = EndWatch(ends: [first: 10])
        watch.committed(9, in: first)
        #expect(!watch.isDone)
        watch.reachedEnd(of: first)
        #expect(watch.isDone)
    }
}
