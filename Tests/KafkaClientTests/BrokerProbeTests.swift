// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Testing

@Suite(.serialized, .ownThread, .timeLimit(.minutes(5)))
struct BrokerProbeTests {
    @Test func recordsAreReadAtTheirOffset() throws {
        let world = try MockWorld(partitions: 2)
        try world.produce([1, 2], [3, 4], partition: 0)
        try world.produce(nil, nil, partition: 0)
        try world.produce([], [], partition: 0)
        try world.produce(count: 200, to: 1)
        world.flush()
        let probe = try BrokerProbe(world.configuration())
        let zero = world.partition(0)
        let first = try probe.record(at: 0, of: zero, within: .seconds(10))
        #expect(first?.key == [1, 2])
        #expect(first?.payload == [3, 4])
        let second = try probe.record(at: 1, of: zero, within: .seconds(10))
        #expect(second?.offset == 1)
        #expect(second?.payload == nil)
        #expect(try probe.record(at: 2, of: zero, within: .seconds(10))?.payload == [])
        #expect(try probe.record(at: 3, of: zero, within: .seconds(10)) == nil)
        #expect(throws: KafkaError.self) { try probe.record(at: 4000, of: zero, within: .seconds(10)) }
        for offset in [Int64(7), 199, 0, 42, 43] {
            #expect(try probe.record(at: offset, of: world.partition(1), within: .seconds(10))?.offset == offset)
        }
        probe.close()
    }

    @Test func endsAndMetadataAreAskedFromTheLeaders() throws {
        let world = try MockWorld(partitions: 3, brokers: 3)
        for partition in 0..<3 { try world.produce(count: 10 * (partition + 1), to: Int32(partition)) }
        world.flush()
        let probe = try BrokerProbe(world.configuration())
        let all = (0..<3).map { world.partition(Int32($0)) }
        #expect(try probe.ends(of: all, within: .seconds(10)) == [all[0]: 10, all[1]: 20, all[2]: 30])
        let marks = try probe.watermarks(of: all[1], within: .seconds(10))
        #expect(marks.low == 0)
        #expect(marks.high == 20)
        let metadata = try probe.metadata(of: [world.name], within: .seconds(10))
        #expect(metadata.brokers.count == 3)
        #expect(metadata.topic(world.name)?.leaders.count == 3)
        #expect(probe.clusterID(within: .seconds(10)) != nil)
        probe.close()
    }

    @Test func withoutABrokerEveryCallKeepsItsDeadline() throws {
        let probe = try BrokerProbe(ConsumerConfiguration(brokers: "127.0.0.1:1", group: "g"))
        let partition = TopicPartition(topic: "t", partition: 0)
        let clock = ContinuousClock()
        let before = clock.now
        let short = Duration.milliseconds(200)
        #expect(throws: KafkaError.self) { try probe.committed([partition], within: short) }
        #expect(throws: KafkaError.self) { try probe.watermarks(of: partition, within: short) }
        #expect(throws: KafkaError.self) { try probe.ends(of: [partition], within: short) }
        #expect(throws: KafkaError.self) { try probe.record(at: 0, of: partition, within: short) }
        #expect(throws: KafkaError.self) { try probe.metadata(of: nil, within: short) }
        #expect(probe.clusterID(within: short) == nil)
        #expect(clock.now - before < .seconds(10))
        probe.close()
    }
}
