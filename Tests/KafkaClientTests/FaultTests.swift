// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Testing

@Suite(.serialized, .ownThread, .timeLimit(.minutes(5)))
struct FaultTests {
    @Test func aBrokerThatIsDownIsToldAndReadingGoesOnWhenItIsBack() throws {
        let world = try MockWorld(partitions: 1)
        try world.produce(count: 10, to: 0)
        world.flush()
        let reader = try world.reader()
        try reader.run { reader.ends[world.partition(0)] == 10 }
        try world.cluster.setDown()
        try reader.run { reader.errors.contains { $0.isRetriable } }
        try world.produce(count: 10, from: 10, to: 0)
        try world.cluster.setUp()
        try reader.run { reader.records.last?.offset == 19 }
        #expect(Set(reader.records.map(\.offset)) == Set(0..<20))
        reader.leave()
    }

    @Test func aBrokerThatIsAbsentAtTheStartIsToldAndWaitedFor() throws {
        let world = try MockWorld(partitions: 1)
        try world.produce(count: 3, to: 0)
        world.flush()
        try world.cluster.setDown()
        let reader = try world.reader()
        try reader.run { reader.errors.contains { $0.isCode(.allBrokersDown) } }
        try world.cluster.setUp()
        #expect(try reader.read(until: 3).count == 3)
        reader.leave()
    }

    @Test func abandonReturnsAtOnceWhileTheCoordinatorHangs() throws {
        let world = try MockWorld(partitions: 1)
        let reader = try world.reader()
        try reader.run { reader.ends.count == 1 }
        try world.cluster.setRoundTrip(.seconds(10))
        _ = reader.consumer.commit([CommitRequest(partition: world.partition(0), offset: 1, metadata: "")])
        _ = reader.consumer.poll(upTo: 10, waiting: .milliseconds(50), isWanted: { false })
        let clock = ContinuousClock()
        let before = clock.now
        reader.consumer.abandon()
        #expect(clock.now - before < .milliseconds(500))
        reader.consumer.waker.wake()
        try world.cluster.setRoundTrip(.zero)
    }

    @Test func leaveKeepsItsDeadlineWhileTheCoordinatorHangs() throws {
        let world = try MockWorld(partitions: 1)
        let reader = try world.reader()
        try reader.run { reader.ends.count == 1 }
        _ = reader.consumer.commit([CommitRequest(partition: world.partition(0), offset: 1, metadata: "")])
        try world.cluster.setRoundTrip(.seconds(10))
        let clock = ContinuousClock()
        let before = clock.now
        _ = reader.consumer.leave(within: .seconds(1))
        #expect(clock.now - before < .seconds(3))
        try world.cluster.setRoundTrip(.zero)
    }

    @Test func aMemberThatStopsPollingLosesItsPartitionsAndIsToldSo() throws {
        let world = try MockWorld(partitions: 2)
        var configuration = world.configuration()
        configuration.pollIntervalMax = .seconds(6)
        let reader = try Reader(configuration, topic: world.name)
        try reader.run { reader.ends.count == 2 }
        var lost: [Bool] = []
        reader.onRevoke = { lost.append($1) }
        let clock = ContinuousClock()
        let end = clock.now + .seconds(9)
        // Stands for an owner that is busy: nothing polls.
        while clock.now < end, !reader.consumer.assignmentIsLost { busy() }
        #expect(reader.consumer.assignmentIsLost)
        try reader.run { !lost.isEmpty }
        #expect(lost == [true])
        #expect(!reader.consumer.assignmentIsLost)
        try reader.run { reader.owned.count == 2 }
        reader.leave()
    }

    /// Lets time pass without the consumer.
    private func busy() {
        let clock = ContinuousClock()
        let end = clock.now + .milliseconds(20)
        while clock.now < end {}
    }

    @Test func everyRecordIsDeliveredOnceWhileMembersComeAndGo() throws {
        let world = try MockWorld(partitions: 4)
        let total = 12_000
        for partition in 0..<4 { try world.produce(count: total, to: Int32(partition), size: 100) }
        world.flush()
        let steady = try world.reader()
        steady.keepsOffsetsOnly = true
        steady.batch = 200
        try steady.run { steady.owned.count == 4 }
        for _ in 0..<3 {
            let guest = try world.reader()
            guest.onAssign = { partitions in
                for partition in partitions { guest.positions[partition] = Int64(total) }
                return partitions
            }
            try run([steady, guest]) { guest.owned.count == 2 }
            guest.leave()
            try steady.run { steady.owned.count == 4 }
        }
        try steady.run { steady.ends.count == 4 }
        #expect(steady.gaps == 0)
        #expect(steady.repeats == 0)
        #expect(Set(steady.ends.values) == [Int64(total)])
        steady.leave()
    }
}
