// Sluice
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import KafkaClient

@Suite(.serialized, .ownThread, .timeLimit(.minutes(5)))
struct ConsumerBasicsTests {
    @Test func payloadsAndKeysComeBackByteForByteWithNullAndEmptyApart() throws {
        let world = try MockWorld(partitions: 1)
        let bytes: [(key: [UInt8]?, payload: [UInt8]?)] = [
            (nil, nil), (nil, []), ([], [0, 1, 0]), ([0, 65, 0], [123, 0, 125]), ([66], nil),
        ]
        for (key, payload) in bytes { try world.produce(key, payload, partition: 0) }
        world.flush()
        let reader = try world.reader()
        let seen = try reader.read(until: bytes.count)
        #expect(seen.map(\.payload) == bytes.map(\.payload))
        #expect(seen.map(\.key) == bytes.map(\.key))
        #expect(seen.map(\.offset) == [0, 1, 2, 3, 4])
        #expect(seen.allSatisfy { $0.timestampMs > 1_600_000_000_000 })
        reader.leave()
    }

    @Test func headersKeepOrderRepetitionsAndNullValues() throws {
        let world = try MockWorld(partitions: 1)
        let headers: [(name: String, value: [UInt8]?)] = [
            ("a", [1, 0, 2]), ("a", []), ("b", nil), ("", [7]),
        ]
        let sent = try world.producer.send(
            to: world.topic, partition: 0, key: [], payload: nil, headers: headers, timestampMs: 1_700_000_000_123)
        #expect(sent == .queued)
        try world.produce(nil, [1], partition: 0)
        world.flush()
        let reader = try world.reader()
        reader.keepsHeaders = true
        let seen = try reader.read(until: 2)
        #expect(seen[0].timestampMs == 1_700_000_000_123)
        #expect(seen[0].payload == nil)
        #expect(seen[0].key == [])
        #expect(reader.headers[0].map(\.name) == headers.map(\.name))
        #expect(reader.headers[0].map(\.value) == headers.map(\.value))
        #expect(reader.headers[1].isEmpty)
        reader.leave()
    }

    @Test func endOfPartitionIsReportedOncePerArrivalAtTheEnd() throws {
        let world = try MockWorld(partitions: 2)
        try world.produce(count: 10, to: 0)
        world.flush()
        let reader = try world.reader()
        try reader.run { reader.ends.count == 2 }
        #expect(reader.ends == [world.partition(0): 10, world.partition(1): 0])
        #expect(reader.consumer.isAtEnd(world.partition(0)))
        try world.produce(count: 5, from: 10, to: 0)
        world.flush()
        try reader.run { reader.ends[world.partition(0)] == 15 }
        #expect(reader.records.map(\.offset) == Array(0..<15))
        #expect(reader.consumer.knownWatermarks(of: world.partition(0)).high == 15)
        reader.leave()
    }

    @Test func runsNameTheirPartitionAndCoverTheBatch() throws {
        let world = try MockWorld(partitions: 3)
        for partition in 0..<3 { try world.produce(count: 100, to: Int32(partition)) }
        world.flush()
        let reader = try world.reader()
        reader.batch = 37
        let seen = try reader.read(until: 300)
        for partition in 0..<3 {
            #expect(seen.filter { $0.partition == partition }.map(\.offset) == Array(0..<100))
        }
        #expect(reader.consumer.statistics.records == 300)
        #expect(reader.consumer.statistics.dropped == 0)
        reader.leave()
    }

    @Test func positionOutsideTheLogIsAProblemAndARestartGoesOn() throws {
        let world = try MockWorld(partitions: 1)
        try world.produce(count: 10, to: 0)
        world.flush()
        let reader = try world.reader()
        reader.positions[world.partition(0)] = 5000
        try reader.run { !reader.problems.isEmpty }
        #expect(reader.problems[0].error.isCode(.positionOutOfRange))
        #expect(reader.problems[0].offset == 5000)
        #expect(reader.records.isEmpty)
        try reader.consumer.restart(world.partition(0), at: 4)
        #expect(try reader.read(until: 6).map(\.offset) == Array(4..<10))
        try reader.consumer.restart(world.partition(0), at: 8)
        #expect(try reader.read(until: 8).map(\.offset) == [4, 5, 6, 7, 8, 9, 8, 9])
        reader.leave()
    }

    @Test func aPollThatBlocksIsWokenFromAnotherThread() throws {
        let world = try MockWorld(partitions: 1)
        let reader = try world.reader()
        try reader.run { !reader.ends.isEmpty }
        let clock = ContinuousClock()
        var slowest = Duration.zero
        for _ in 0..<200 {
            let isWanted = Flag()
            let waker = reader.consumer.waker
            let before = clock.now
            let thread = OwnedThread {
                isWanted.set()
                waker.wake()
            }
            // The wake-up may come before the poll, in its look at the queue, or while it blocks.
            _ = reader.consumer.poll(upTo: 10, waiting: .seconds(10), isWanted: { isWanted.isSet })
            thread?.join()
            slowest = max(slowest, clock.now - before)
        }
        #expect(slowest < .seconds(2))
        reader.leave()
    }
}
