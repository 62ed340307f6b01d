// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform
import Testing

@Suite(.serialized, .ownThread, .timeLimit(.minutes(5)))
struct LogReaderTests {
    private struct Seen {
        var offsets: [Int32: [Int64]] = [:]
        var ends: [Int32: Int64] = [:]
        var problems: [PartitionProblem] = []
    }

    /// Polls until the condition holds, at most half a minute.
    private func read(_ reader: LogReader, _ seen: inout Seen, until isDone: (Seen) -> Bool) -> Bool {
        let clock = ContinuousClock()
        let end = clock.now + .seconds(30)
        while !isDone(seen) {
            if clock.now > end { return false }
            let batch = reader.poll(upTo: 100, waiting: .milliseconds(200)) { false }
            for run in batch.runs {
                for index in run.range {
                    seen.offsets[run.partition.partition, default: []].append(batch.offset(at: index))
                }
            }
            for end in batch.ends { seen.ends[end.partition.partition] = end.offset }
            seen.problems += batch.problems
        }
        return true
    }

    private func configuration(_ world: MockWorld) -> WatchConfiguration {
        WatchConfiguration(brokers: world.cluster.bootstrap)
    }

    @Test func allPartitionsAreReadFromStartsAndFromOffsets() throws {
        let world = try MockWorld(partitions: 3)
        for partition in 0..<3 { try world.produce(count: 1000, to: Int32(partition)) }
        world.flush()
        let reader = try LogReader(configuration(world), topic: world.name)
        try reader.add(0, at: .beginning)
        try reader.add(1, at: .offset(990))
        try reader.add(2, at: .end)
        try reader.add(1, at: .beginning)
        var seen = Seen()
        #expect(read(reader, &seen) { $0.ends.count == 3 })
        #expect(seen.offsets == [0: Array(0..<1000), 1: Array(990..<1000)])
        #expect(seen.ends == [0: 1000, 1: 1000, 2: 1000])
        #expect(reader.partitions == [0, 1, 2])
        #expect(reader.position(of: 2) == 1000)
        #expect(reader.isAtEnd(0))
        try world.produce(count: 5, from: 1000, to: 2)
        world.flush()
        #expect(read(reader, &seen) { $0.offsets[2]?.count == 5 && $0.ends[2] == 1005 })
        reader.close()
    }

    @Test func aRestartReadsAgainAndOldRecordsAreDropped() throws {
        let world = try MockWorld(partitions: 1)
        try world.produce(count: 500, to: 0)
        world.flush()
        let reader = try LogReader(configuration(world), topic: world.name)
        try reader.add(0, at: .beginning)
        var first = Seen()
        #expect(read(reader, &first) { !$0.offsets.isEmpty })
        try reader.restart(0, at: .offset(100))
        var again = Seen()
        #expect(read(reader, &again) { $0.ends[0] == 500 })
        #expect(again.offsets[0] == Array(100..<500))
        reader.remove(0)
        #expect(reader.partitions.isEmpty)
        #expect(reader.position(of: 0) == nil)
    }

    @Test func aPositionOutsideTheLogIsToldOnceAndWaitsForARestart() throws {
        let world = try MockWorld(partitions: 1)
        try world.produce(count: 10, to: 0)
        world.flush()
        let reader = try LogReader(configuration(world), topic: world.name)
        try reader.add(0, at: .offset(5000))
        var seen = Seen()
        #expect(read(reader, &seen) { !$0.problems.isEmpty })
        #expect(seen.problems.first?.error.isCode(.positionOutOfRange) == true)
        #expect(seen.problems.first?.offset == 5000)
        try reader.restart(0, at: .beginning)
        #expect(read(reader, &seen) { $0.ends[0] == 10 })
        #expect(seen.offsets[0] == Array(0..<10))
    }

    @Test func aPartitionThatDoesNotExistDisturbsNoOther() throws {
        let world = try MockWorld(partitions: 1)
        try world.produce(count: 3, to: 0)
        world.flush()
        let reader = try LogReader(configuration(world), topic: world.name)
        try reader.add(0, at: .beginning)
        try reader.add(7, at: .beginning)
        #expect(throws: KafkaError.self) { try reader.add(-1, at: .beginning) }
        #expect(throws: KafkaError.self) { try reader.add(.max, at: .beginning) }
        var seen = Seen()
        #expect(read(reader, &seen) { $0.ends[0] == 3 })
        #expect(seen.offsets == [0: [0, 1, 2]])
        #expect(reader.position(of: 7) == nil)
    }

    @Test func aLeaderThatMovesIsFollowed() throws {
        let world = try MockWorld(partitions: 1, brokers: 2)
        try world.cluster.setLeader(of: world.partition(0), to: 1)
        try world.produce(count: 10, to: 0)
        world.flush()
        let reader = try LogReader(configuration(world), topic: world.name)
        try reader.add(0, at: .beginning)
        var seen = Seen()
        #expect(read(reader, &seen) { $0.ends[0] == 10 })
        try world.cluster.setLeader(of: world.partition(0), to: 2)
        try world.produce(count: 10, from: 10, to: 0)
        world.flush()
        #expect(read(reader, &seen) { $0.ends[0] == 20 })
        #expect(seen.offsets[0] == Array(0..<20))
    }

    @Test func aWakeUpEndsAWait() async throws {
        let world = try MockWorld(partitions: 1)
        let reader = try LogReader(configuration(world), topic: world.name)
        let waker = reader.waker
        let mailbox = Mailbox<Bool>()
        let waking = Task.detached { @Sendable in
            await onOwnThread {
                while mailbox.take(waiting: .milliseconds(20)).isEmpty { waker.wake() }
            }
        }
        let clock = ContinuousClock()
        let before = clock.now
        _ = reader.poll(upTo: 10, waiting: .seconds(60)) { false }
        #expect(clock.now - before < .seconds(30))
        mailbox.send(true)
        await waking.value
        reader.close()
        waker.wake()
    }
}
