// Sluice
// SPDX-License-Identifier: Apache-2.0

import CRdKafka
import Testing

@testable import KafkaClient

@Suite(.serialized, .ownThread, .timeLimit(.minutes(5)))
struct RebalanceTests {
    @Test(arguments: AssignmentStrategy.allCases)
    func twoConsumersShareSixPartitionsAndOneTakesAllWhenTheOtherLeaves(_ strategy: AssignmentStrategy) throws {
        let world = try MockWorld(partitions: 6)
        let first = try world.reader(strategy)
        try first.run { first.owned.count == 6 }
        let second = try world.reader(strategy)
        try run([first, second]) { first.owned.count == 3 && second.owned.count == 3 }
        #expect(first.owned.isDisjoint(with: second.owned))
        if strategy == .cooperativeSticky {
            #expect(!first.events.contains { if case .revoke(let gone, _) = $0 { gone.count > 3 } else { false } })
        }
        second.leave()
        try first.run { first.owned.count == 6 }
        first.leave()
    }

    @Test func partitionsMayBeAddedOneByOneLongAfterTheAssign() throws {
        let world = try MockWorld(partitions: 3)
        for partition in 0..<3 { try world.produce(count: 20, to: Int32(partition)) }
        world.flush()
        let reader = try world.reader()
        reader.onAssign = { _ in [world.partition(1)] }
        try reader.run { reader.ends[world.partition(1)] == 20 }
        #expect(Set(reader.records.map(\.partition)) == [1])
        // Longer than the session: heartbeats go on while partitions wait to be added.
        let clock = ContinuousClock()
        let end = clock.now + .seconds(8)
        try reader.run { clock.now > end }
        #expect(reader.events.count == 1)
        #expect(!reader.consumer.assignmentIsLost)
        try reader.consumer.add([(world.partition(0), 5)])
        try reader.run { reader.ends[world.partition(0)] == 20 }
        try reader.consumer.add([(world.partition(2), 0)])
        try reader.run { reader.ends[world.partition(2)] == 20 }
        #expect(reader.records.count == 55)
        #expect(throws: KafkaError.self) { try reader.consumer.add([(world.partition(2), 0)]) }
        #expect(throws: KafkaError.self) {
            try reader.consumer.add([(TopicPartition(topic: "other", partition: 0), 0)])
        }
        reader.leave()
    }

    @Test func eagerPartitionsMayComeLaterWithoutRepetition() throws {
        let world = try MockWorld(partitions: 2)
        for partition in 0..<2 { try world.produce(count: 20, to: Int32(partition)) }
        world.flush()
        let reader = try world.reader(.eager)
        reader.onAssign = { _ in [world.partition(1)] }
        try reader.run { reader.ends[world.partition(1)] == 20 }
        try reader.consumer.add([(world.partition(0), 5)])
        try reader.run { reader.ends[world.partition(0)] == 20 }
        try world.produce(count: 5, from: 20, to: 1)
        world.flush()
        try reader.run { reader.ends[world.partition(1)] == 25 }
        #expect(reader.records.filter { $0.partition == 1 }.map(\.offset) == Array(0..<25))
        #expect(reader.records.filter { $0.partition == 0 }.map(\.offset) == Array(5..<20))
        reader.leave()
    }

    @Test func partitionsWaitingToBeAddedAreRevokedLikeOthers() throws {
        let world = try MockWorld(partitions: 4)
        let first = try world.reader()
        first.onAssign = { _ in [] }
        try first.run { first.owned.count == 4 }
        let second = try world.reader()
        try run([first, second]) { first.owned.count == 2 && second.owned.count == 2 }
        let gone = second.owned.first!
        #expect(throws: KafkaError.self) { try first.consumer.add([(gone, 0)]) }
        first.leave()
        second.leave()
    }

    @Test func removedAndAddedAgainDeliversNothingStale() throws {
        let world = try MockWorld(partitions: 2)
        for partition in 0..<2 { try world.produce(count: 3000, to: Int32(partition), size: 200) }
        world.flush()
        let reader = try world.reader()
        reader.batch = 10
        _ = try reader.read(until: 100)
        for round in 0..<30 {
            let partition = world.partition(Int32(round % 2))
            try reader.consumer.remove([partition])
            if round % 3 == 0 { try reader.step() }
            let start = Int64(round * 20)
            let before = reader.records.count
            try reader.consumer.add([(partition, start)])
            try reader.run { reader.records[before...].contains { $0.partition == partition.partition } }
            let seen = reader.records[before...].filter { $0.partition == partition.partition }.map(\.offset)
            #expect(seen.elementsEqual(start..<(start + Int64(seen.count))))
        }
        #expect(reader.consumer.statistics.rereads == 0)
        reader.leave()
    }

    @Test func aRevokeThatWaitedDuringARemoveIsReportedAsLost() throws {
        let world = try MockWorld(partitions: 4)
        let first = try world.reader()
        try first.run { first.ends.count == 4 }
        let second = try world.reader()
        var lost: [Bool] = []
        first.onRevoke = { lost.append($1) }
        // Without polling the revoke stays in the queue; librdkafka takes the remove for its answer.
        while rd_kafka_queue_length(first.consumer.queue) == 0 { try second.step(.milliseconds(50)) }
        try first.consumer.remove([world.partition(0)])
        try run([first, second]) { first.owned.count == 2 && second.owned.count == 2 }
        #expect(lost.first == true)
        first.leave()
        second.leave()
    }

    @Test func aRemoveWhileARevokeIsOpenDoesNotAnswerIt() throws {
        let world = try MockWorld(partitions: 4)
        let first = try world.reader()
        try first.run { first.ends.count == 4 }
        let second = try world.reader()
        let clock = ContinuousClock()
        var wasTaken = false
        first.onRevoke = { revoked, _ in
            guard !wasTaken else { return }
            wasTaken = true
            // The owner drains what was revoked; meanwhile a partition that it keeps stops.
            let kept = first.owned.subtracting(revoked)
            try first.consumer.remove([kept.min()!])
            let end = clock.now + .seconds(5)
            while clock.now < end {
                first.take(first.consumer.poll(upTo: 100, waiting: .milliseconds(10), isWanted: { false }))
                try second.step(.milliseconds(10))
            }
            #expect(second.owned.isEmpty, "nobody owns a partition that is still being drained")
            #expect(first.consumer.hasOpenRevoke)
            #expect(throws: KafkaError.self) { try first.consumer.add([(kept.min()!, 0)]) }
        }
        try run([first, second]) { first.owned.count == 2 && second.owned.count == 2 }
        #expect(wasTaken && !first.consumer.hasOpenRevoke)
        let again = first.owned.filter { first.consumer.position(of: $0) == nil }
        #expect(again.count <= 1)
        for partition in again { try first.consumer.add([(partition, 0)]) }
        first.leave()
        second.leave()
    }
}
