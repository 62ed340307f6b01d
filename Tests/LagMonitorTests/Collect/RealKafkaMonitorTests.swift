// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform
import SluiceTesting
import Testing

@testable import LagMonitor

/// What the mock cluster does not do: its own offsets topic, lists of groups, transactions, deletions, real faults.
@Suite(
    .serialized, .timeLimit(.minutes(10)), .enabled(if: KafkaBroker.launcher != nil, "\(KafkaBroker.skipMessage)"))
struct RealKafkaMonitorTests {
    /// The shared broker with one new topic of two partitions.
    private struct World: Sendable {
        let broker: KafkaBroker
        let admin: Admin
        let producer: Producer
        let topic: String
        var brokers: String { broker.bootstrap }

        init(_ broker: KafkaBroker) throws {
            self.broker = broker
            admin = try Admin(brokers: broker.bootstrap)
            producer = try Producer(ProducerConfiguration(brokers: broker.bootstrap))
            topic = "data-\(UInt32.random(in: .min ... .max))"
            try create(topic)
        }

        func create(_ topic: String, partitions: Int = 2) throws {
            try admin.createTopics([NewTopic(topic, partitions: partitions)])
        }

        func produce(_ count: Int, to partition: Int32 = 0) throws {
            let handle = try producer.topic(topic)
            let payload: [UInt8] = [1]
            for _ in 0..<count { _ = try producer.send(to: handle, partition: partition, payload: payload.span.bytes) }
            #expect(producer.flush(within: .seconds(60)))
        }
    }

    @Test func itWaitsForTheOffsetsTopicAndOutlivesItsBroker() async throws {
        let broker = try await onOwnThread { Result { try KafkaBroker() } }.get()
        defer { broker.stop() }
        let world = try World(broker)
        try world.produce(100)
        let topic = world.topic
        try await RunningMonitor.run(RunningMonitor.plan(world.brokers)) { running in
            await running.wait("waits") { $0.state == .waitingForOffsetsTopic }
            await running.wait("stays waiting while it samples") {
                $0.state == .waitingForOffsetsTopic && $0.counters.refreshes > 5
            }
            #expect(!running.cluster.topics().map(\.name).contains("__consumer_offsets"))
            try await GroupCommit.commit(world.brokers, "early", topic, [0: 60])
            await running.wait("has the commit") { $0.state == .ready && $0.committed("early", topic) == [0: 60] }
            #expect(running.cluster.report(on: "early", rules: .burrow)?.totalLag == 40)
            #expect(running.cluster.brokers.controller == 1)
            #expect(running.cluster.brokers.clusterID?.isEmpty == false)

            // A broker that hangs, and one that dies.
            for (down, back) in [("pause", "resume"), ("kill", "run")] {
                try await onOwnThread { Result { try broker.broker(1, down) } }.get()
                await running.wait("is blind after \(down)") {
                    if case .blind = $0.state { return true }
                    return false
                }
                #expect(running.cluster.report(on: "early", rules: .sluice)?.status == .unknown)
                try await onOwnThread { Result { try broker.broker(1, back) } }.get()
                await running.wait("sees again after \(back)", within: .seconds(120)) { $0.state == .ready }
                let next: Int64 = down == "pause" ? 70 : 80
                try await GroupCommit.commit(world.brokers, "early", topic, [0: next])
                await running.wait("reads on after \(back)") { $0.committed("early", topic) == [0: next] }
            }
        }
    }

    @Test func deletedGroupsAndTopicsGo() async throws {
        let world = try World(try KafkaBroker.shared.get())
        try world.produce(10)
        let topic = world.topic
        let group = "g-\(topic)"
        try await GroupCommit.commit(world.brokers, group, topic, [0: 4, 1: 0])
        try await RunningMonitor.run(RunningMonitor.plan(world.brokers)) { running in
            await running.wait("has the group") { $0.state == .ready && $0.committed(group, topic) == [0: 4, 1: 0] }
            try world.admin.deleteTopics([topic])
            await running.wait("forgets the topic") { $0.groups(of: topic).isEmpty }
            await running.wait("lists it no more") { !$0.topics().map(\.name).contains(topic) }
            try world.create(topic)
            try world.produce(3)
            await running.wait("samples the new one") {
                $0.topics().first { $0.name == topic }?.partitions[0].ends?.highWatermark == 3
            }
            try await GroupCommit.commit(world.brokers, group, topic, [0: 1])
            await running.wait("has the new commit") { $0.committed(group, topic)[0] == 1 }
            #expect(running.cluster.report(on: group, rules: .burrow)?.totalLag == 2)
            try world.admin.deleteGroups([group])
            await running.wait("forgets the group") { $0.committed(group, topic).isEmpty }
        }
    }

    @Test func transactionalCommitsCountFromTheirEnd() async throws {
        let world = try World(try KafkaBroker.shared.get())
        try world.produce(10)
        let topic = world.topic
        let offsetsTopic = "offsets-\(topic)"
        try world.create(offsetsTopic, partitions: 1)
        var configuration = ProducerConfiguration(brokers: world.brokers)
        configuration.transactionalID = "tx-\(topic)"
        let producer = try Producer(configuration)
        try await onOwnThread { Result { try producer.initTransactions(within: .seconds(60)) } }.get()
        let handle = try producer.topic(offsetsTopic)
        let plan = RunningMonitor.plan(world.brokers, offsetsTopic: offsetsTopic)
        try await RunningMonitor.run(plan) { running in
            await running.wait("is ready") { $0.state == .ready }
            for (offset, isCommitted) in [(Int64(3), true), (5, false), (8, true)] {
                let nowMs = TimeSource.system.wallMs()
                let key = OffsetsRecords.key("g", topic, 0)
                let value = OffsetsRecords.value(offset, timestampMs: nowMs)
                try producer.beginTransaction()
                _ = try producer.send(to: handle, partition: 0, key: key.span.bytes, payload: value.span.bytes)
                #expect(producer.flush(within: .seconds(60)))
                let known = running.cluster.committed("g", topic)
                #expect(known[0] != offset)
                // High watermark and last stable offset are apart: the transaction is open.
                await running.wait("samples the open transaction") { cluster in
                    let ends = cluster.topics().first { $0.name == offsetsTopic }?.partitions[0].ends
                    return ends.map { ($0.lastStable ?? 0) < $0.highWatermark } ?? false
                }
                #expect(running.cluster.committed("g", topic) == known)
                try await onOwnThread {
                    Result {
                        if isCommitted {
                            try producer.commitTransaction(within: .seconds(60))
                        } else {
                            try producer.abortTransaction(within: .seconds(60))
                        }
                    }
                }.get()
                if isCommitted { await running.wait("has it") { $0.committed("g", topic) == [0: offset] } }
            }
            let window = running.cluster.windows(of: "g")?.partitions.first { $0.partition == 0 }
            let offsets = (window?.slots ?? []).compactMap { $0?.offset }
            #expect(offsets == [3, 8])
            await running.wait("is not behind") { $0.counters.behind == 0 }
        }
    }

    @Test func lagWithoutRecordsIsNamedAndThePastIsAskedFor() async throws {
        let world = try World(try KafkaBroker.shared.get())
        let topic = world.topic
        let group = "g-\(topic)"
        try world.produce(5, to: 1)
        var configuration = ProducerConfiguration(brokers: world.brokers)
        configuration.transactionalID = "tx-\(topic)"
        let producer = try Producer(configuration)
        let handle = try producer.topic(topic)
        try await onOwnThread {
            Result {
                try producer.initTransactions(within: .seconds(60))
                let payload: [UInt8] = [1]
                for isCommitted in [true, false] {
                    try producer.beginTransaction()
                    for _ in 0..<10 { _ = try producer.send(to: handle, partition: 0, payload: payload.span.bytes) }
                    #expect(producer.flush(within: .seconds(60)))
                    if isCommitted {
                        try producer.commitTransaction(within: .seconds(60))
                    } else {
                        try producer.abortTransaction(within: .seconds(60))
                    }
                }
            }
        }.get()
        // Ten records, their marker, ten that were aborted, and their marker: at 10 a reader has seen all there is.
        try await GroupCommit.commit(world.brokers, group, topic, [0: 10, 1: 3])
        try await RunningMonitor.run(RunningMonitor.plan(world.brokers)) { running in
            await running.wait("names the gap") { cluster in
                cluster.history.withLock { $0[topic, 0]?.gap } == 10..<22
            }
            let report = running.cluster.report(on: group, rules: .sluice)
            #expect(report?.partitions.map(\.progress?.phantomLag) == [12, 0])
            #expect(report?.partitions.map(\.currentLag) == [0, 2])
            #expect(running.cluster.report(on: group, rules: .burrow)?.partitions.map(\.currentLag) == [12, 2])
            #expect(running.cluster.history.withLock { $0[topic, 1]?.gap } == nil)
            // All records are younger than every age: each question finds the first one.
            await running.wait("knows the past") { cluster in
                if case .at(let time)? = cluster.history.withLock({ $0[topic, 1]?.time(of: 0) }) {
                    return time.method == .offsetsForTimes
                }
                return false
            }
        }
    }

    @Test func coordinatorsTellTheSameAsTheTopic() async throws {
        let world = try World(try KafkaBroker.shared.get())
        try world.produce(10)
        let topic = world.topic
        let group = "g-\(topic)"
        try await GroupCommit.commit(world.brokers, group, topic, [0: 4])
        var plan = RunningMonitor.plan(world.brokers)
        plan.collector = .adminAPI(groups: nil)
        plan.groupsReaperRefresh = .milliseconds(300)
        try await RunningMonitor.run(plan) { running in
            await running.wait("lists the group") { $0.state == .ready && $0.committed(group, topic) == [0: 4] }
            let membership = running.cluster.windows(of: group)?.membership
            #expect(membership == GroupMembership(state: "Empty", protocolType: "", members: 0, coordinator: 1))
            try world.admin.alterOffsets(of: group, [TopicPartition(topic: topic, partition: 1): 0])
            await running.wait("has both") { $0.committed(group, topic) == [0: 4, 1: 0] }
            try world.admin.deleteGroups([group])
            await running.wait("forgets it") { !$0.groups().contains(group) }
        }
    }

    @Test func aReaperForgetsWhatCoordinatorsDoNotList() async throws {
        let world = try World(try KafkaBroker.shared.get())
        try world.produce(10)
        let topic = world.topic
        let offsetsTopic = "offsets-\(topic)"
        try world.create(offsetsTopic, partitions: 1)
        let handle = try world.producer.topic(offsetsTopic)
        let key = OffsetsRecords.key("nobody knows it", topic, 0)
        let value = OffsetsRecords.value(5, timestampMs: TimeSource.system.wallMs())
        _ = try world.producer.send(to: handle, partition: 0, key: key.span.bytes, payload: value.span.bytes)
        #expect(world.producer.flush(within: .seconds(60)))
        var plan = RunningMonitor.plan(world.brokers, offsetsTopic: offsetsTopic)
        plan.groupsReaperRefresh = .seconds(3)
        try await RunningMonitor.run(plan) { running in
            await running.wait("has the group") { $0.groups() == ["nobody knows it"] }
            await running.wait("forgets it") { $0.groups().isEmpty }
        }
    }
}
