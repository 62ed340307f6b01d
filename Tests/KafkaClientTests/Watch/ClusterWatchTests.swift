// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Testing

@Suite(.serialized, .ownThread, .timeLimit(.minutes(5)))
struct ClusterWatchTests {
    @Test func metadataNameReplicasAndAddresses() throws {
        let world = try MockWorld(partitions: 3, brokers: 3)
        let watch = try ClusterWatch(WatchConfiguration(brokers: world.cluster.bootstrap))
        let metadata = try watch.metadata(of: nil, within: .seconds(10))
        #expect(metadata.hosts.map(\.id).sorted() == [1, 2, 3])
        #expect(Set(metadata.hosts.map { "\($0.host):\($0.port)" }) == Set(brokers(world)))
        let topic = try #require(metadata.topic(world.name))
        #expect(topic.partitions.map(\.number) == [0, 1, 2])
        for partition in topic.partitions {
            #expect(partition.replicas.contains(partition.leader))
            #expect(partition.inSync == partition.replicas)
            #expect(partition.leader == topic.leaders[partition.number])
        }
        #expect(watch.clusterID(within: .seconds(10)) != nil)
    }

    private func brokers(_ world: MockWorld) -> [String] {
        world.cluster.bootstrap.split(separator: ",").map(String.init)
    }

    @Test func endsAreAskedPerLeaderAndErrorsStayWithTheirPartition() throws {
        let world = try MockWorld(partitions: 4, brokers: 2)
        for partition in 0..<4 {
            try world.cluster.setLeader(of: world.partition(Int32(partition)), to: partition < 2 ? 1 : 2)
            try world.produce(count: 10 * (partition + 1), to: Int32(partition))
        }
        world.flush()
        let watch = try ClusterWatch(WatchConfiguration(brokers: world.cluster.bootstrap))
        let leaders: [Int32: [TopicPartition]] = [
            1: [world.partition(0), world.partition(1), world.partition(9)],
            2: [world.partition(2), world.partition(3)],
        ]
        let all = watch.ends(of: leaders, within: .seconds(10))
        #expect(all.map(\.leader) == [1, 2])
        #expect(all[0].highWatermarks.offsets == [10, 20, nil])
        #expect(all[0].highWatermarks.failures.keys.sorted() == [2])
        #expect(all[0].starts.offsets == [0, 0, nil])
        #expect(all[1].highWatermarks.offsets == [30, 40])
        #expect(all[1].lastStable.offsets == [30, 40])
        #expect(all[1].lastStable.failures.isEmpty)

        try world.cluster.setDown(broker: 2)
        let clock = ContinuousClock()
        let before = clock.now
        let half = watch.ends(of: leaders, within: .seconds(3))
        #expect(clock.now - before < .seconds(20))
        #expect(half[0].highWatermarks.offsets == [10, 20, nil])
        #expect(half[1].highWatermarks.offsets == [nil, nil])
        #expect(half[1].highWatermarks.failures.count == 2)
    }

    /// Both clients, that for high watermarks and that for last stable offsets, have to learn of it.
    @Test func endsAreAskedOfTheLeaderThatTookOver() throws {
        let world = try MockWorld(partitions: 2, brokers: 2)
        let partitions = [world.partition(0), world.partition(1)]
        for partition in partitions {
            try world.cluster.setLeader(of: partition, to: 2)
            try world.produce(count: 10, to: partition.partition)
        }
        world.flush()
        let watch = try ClusterWatch(WatchConfiguration(brokers: world.cluster.bootstrap))
        let before = watch.ends(of: [2: partitions], within: .seconds(10))
        #expect(before[0].lastStable.offsets == [10, 10])

        for partition in partitions { try world.cluster.setLeader(of: partition, to: 1) }
        try world.cluster.setDown(broker: 2)
        // A question that has gone to the broker that is down ends with its time.
        var metadata: ClusterMetadata?
        for _ in 0..<5 where metadata == nil { metadata = try? watch.metadata(of: nil, within: .seconds(4)) }
        #expect(metadata?.topic(world.name)?.leaders == [0: 1, 1: 1])
        let after = watch.ends(of: [1: partitions], within: .seconds(6))
        #expect(after[0].starts.offsets == [0, 0])
        #expect(after[0].lastStable.offsets == [10, 10])
        #expect(after[0].highWatermarks.offsets == [10, 10])
    }

    @Test func withoutABrokerCallsKeepTheirDeadline() throws {
        let watch = try ClusterWatch(WatchConfiguration(brokers: "127.0.0.1:1"))
        let partition = TopicPartition(topic: "t", partition: 0)
        let clock = ContinuousClock()
        let before = clock.now
        #expect(throws: KafkaError.self) { try watch.metadata(of: nil, within: .milliseconds(200)) }
        let ends = watch.ends(of: [1: [partition]], within: .milliseconds(200))
        #expect(ends[0].highWatermarks.offsets == [nil])
        #expect(watch.offsets(.time(ms: 5), of: [partition], within: .zero).failures.count == 1)
        #expect(clock.now - before < .seconds(10))
    }

    @Test func offsetsOfNamedGroupsComeTogether() throws {
        let world = try MockWorld(partitions: 2)
        try world.produce(count: 100, to: 0)
        try world.produce(count: 100, to: 1)
        world.flush()
        var groups: [String] = []
        for number in 0..<5 {
            let reader = try world.reader(group: "group-\(number)")
            try reader.run { reader.records.count == 200 }
            let ticket = reader.consumer.commit([
                CommitRequest(partition: world.partition(0), offset: Int64(number), metadata: "")
            ])
            #expect(try reader.results(of: ticket, count: 1).map(\.outcome) == [.done])
            reader.leave()
            groups.append("group-\(number)")
        }
        let watch = try GroupWatch(WatchConfiguration(brokers: world.cluster.bootstrap))
        let partitions = [world.partition(0), world.partition(1)]
        let all = try watch.offsets(of: groups + ["nobody"], partitions, atOnce: 2, within: .seconds(20))
        #expect(all.count == 6)
        for number in 0..<5 {
            #expect(try all["group-\(number)"]?.get() == [world.partition(0): .success(Int64(number))])
        }
        #expect(try all["nobody"]?.get() == [:])
        #expect(try watch.offsets(of: "group-3", partitions, within: .seconds(20)).count == 1)
        // The mock cluster lists no groups; the error says so.
        #expect { try watch.groups(within: .seconds(5)) } throws: {
            ($0 as? KafkaError)?.isCode(.unsupported) ?? false
        }
    }
}
