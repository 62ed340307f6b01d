// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform
import SluiceTesting
import Testing

@testable import LagMonitor

/// The collector of the offsets topic against the mock cluster, where a topic of ours stands for the broker's.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct OffsetsTopicTests {
    /// A mock cluster with a data topic of two partitions and 100 records each; the offsets topic comes later.
    private final class World: @unchecked Sendable {  // immutable; cluster and producer lock themselves
        let cluster: MockCluster
        let producer: Producer
        var plan: ClusterPlan { RunningMonitor.plan(cluster.bootstrap, offsetsTopic: "offsets") }

        init(brokers: Int = 1) throws {
            cluster = try MockCluster(brokers: brokers)
            try cluster.createTopic("data", partitions: 2)
            var configuration = ProducerConfiguration(brokers: cluster.bootstrap)
            configuration.options = [KafkaOption("socket.timeout.ms", "5000")]
            producer = try Producer(configuration)
            for partition in 0..<Int32(2) {
                for _ in 0..<100 { try produce("data", partition, nil, [1]) }
            }
            flush()
        }

        func produce(_ topic: String, _ partition: Int32, _ key: [UInt8]?, _ value: [UInt8]?) throws {
            let topic = try producer.topic(topic)
            _ = try producer.send(
                to: topic, partition: partition, key: key?.span.bytes, payload: value?.span.bytes)
        }

        func commit(_ group: String, _ offset: Int64, of partition: Int32 = 0, to place: Int32 = 0) throws {
            let nowMs = TimeSource.system.wallMs()
            try produce(
                "offsets", place, OffsetsRecords.key(group, "data", partition),
                OffsetsRecords.value(offset, timestampMs: nowMs))
        }

        func flush() {
            #expect(producer.flush(within: .seconds(30)))
        }
    }

    @Test func commitsAreJudged() async throws {
        let world = try World()
        try world.cluster.createTopic("offsets", partitions: 2)
        try await RunningMonitor.run(world.plan) { running in
            try world.commit("g", 40)
            try world.commit("g", 60, of: 1)
            try world.commit("h", 100, to: 1)
            world.flush()
            await running.wait("judges") { $0.state == .ready && $0.groups() == ["g", "h"] }
            await running.wait("has commits") { $0.committed("g", "data") == [0: 40, 1: 60] }
            #expect(running.cluster.groups(of: "data") == ["g", "h"])
            let report = running.cluster.report(on: "g", rules: .burrow)
            #expect(report?.totalLag == 100)
            #expect(running.cluster.reports(rules: .sluice).map(\.group) == ["g", "h"])
            await running.wait("is not behind") { $0.counters.behind == 0 && $0.counters.commits == 3 }
            let topics = running.cluster.topics()
            #expect(topics.map(\.name) == ["data", "offsets"])
            #expect(topics[0].partitions.map(\.ends?.highWatermark) == [100, 100])
            #expect(running.cluster.brokers.brokers.count == 1)
            #expect(running.cluster.remove(group: "h"))
            #expect(!running.cluster.remove(group: "h"))
        }
    }

    @Test func nobodyIsJudgedBeforeTheBacklogIsRead() async throws {
        let world = try World()
        try world.cluster.createTopic("offsets", partitions: 1)
        for number in 0..<Int64(20_000) { try world.commit("g", number % 100) }
        try world.commit("late", 7)
        world.flush()
        // Fetches come slowly, so that catching up takes a while that can be seen.
        try world.cluster.setRoundTrip(.milliseconds(300))
        var plan = world.plan
        plan.options.append(("fetch.message.max.bytes", "100000"))
        plan.options.append(("message.max.bytes", "100000"))
        plan.options.append(("fetch.max.bytes", "100000"))
        try await RunningMonitor.run(plan) { running in
            await running.wait("catches up") {
                if case .catchingUp(let left) = $0.state { return left > 1 && $0.counters.records > 0 }
                return false
            }
            // On a busy machine its samples may be late as well.
            let status = running.cluster.report(on: "g", rules: .sluice)?.status ?? .catchingUp
            #expect(status == .catchingUp || status == .unknown)
            try world.cluster.setRoundTrip(.zero)
            await running.wait("is ready") { $0.state == .ready }
            #expect(running.cluster.counters.records >= 20_001)
            #expect(running.cluster.committed("late", "data") == [0: 7])
        }
    }

    @Test func garbageIsCountedAndReadOver() async throws {
        let world = try World()
        try world.cluster.createTopic("offsets", partitions: 1)
        var generator = SeededNumbers(SeededNumbers.given ?? 7)
        for number in 0..<500 {
            let key = (0..<(number % 40)).map { _ in UInt8.random(in: 0...255, using: &generator) }
            let value = (0..<(number % 90)).map { _ in UInt8.random(in: 0...255, using: &generator) }
            try world.produce("offsets", 0, number % 7 == 0 ? nil : key, number % 5 == 0 ? nil : value)
        }
        let whole = OffsetsRecords.key("g", "data", 0)
        for length in 0..<whole.count { try world.produce("offsets", 0, Array(whole.prefix(length)), [0, 3, 1]) }
        try world.commit("g", 33)
        world.flush()
        try await RunningMonitor.run(world.plan) { running in
            await running.wait("is ready") { $0.state == .ready && $0.committed("g", "data") == [0: 33] }
            let counters = running.cluster.counters
            #expect(counters.records == Int64(501 + whole.count))
            #expect(counters.undecodable + counters.unknown > 100)
            #expect(running.cluster.groups() == ["g"])
        }
    }

    @Test func tombstonesRemoveWhatTheyName() async throws {
        let world = try World()
        try world.cluster.createTopic("offsets", partitions: 1)
        try world.commit("g", 1)
        try world.commit("g", 2, of: 1)
        world.flush()
        try await RunningMonitor.run(world.plan) { running in
            await running.wait("has both") { $0.committed("g", "data") == [0: 1, 1: 2] }
            try world.produce("offsets", 0, OffsetsRecords.key("g", "data", 0), nil)
            world.flush()
            await running.wait("has one") { $0.committed("g", "data") == [1: 2] }
        }
    }

    @Test func brokersThatGoMakeItBlindUntilTheyAreBack() async throws {
        let world = try World()
        try world.cluster.createTopic("offsets", partitions: 1)
        try world.commit("g", 5)
        world.flush()
        try await RunningMonitor.run(world.plan) { running in
            await running.wait("is ready") { $0.state == .ready && $0.committed("g", "data") == [0: 5] }
            try world.cluster.setDown()
            await running.wait("is blind") {
                if case .blind = $0.state { return true }
                return false
            }
            let report = running.cluster.report(on: "g", rules: .sluice)
            #expect(report?.status == .unknown)
            await running.wait("counts it") { $0.counters.refreshFailures > 0 }
            try world.cluster.setUp()
            await running.wait("sees again") { $0.state == .ready }
            try world.commit("g", 6)
            world.flush()
            await running.wait("has the next commit") { $0.committed("g", "data") == [0: 6] }
        }
    }

    @Test func aBrokerThatIsAwayLeavesTheOthersSampled() async throws {
        let world = try World(brokers: 2)
        for partition in 0..<Int32(2) {
            try world.cluster.setLeader(of: TopicPartition(topic: "data", partition: partition), to: partition + 1)
        }
        try world.cluster.createTopic("offsets", partitions: 1)
        try world.cluster.setLeader(of: TopicPartition(topic: "offsets", partition: 0), to: 1)
        try world.commit("g", 5)
        world.flush()
        var plan = world.plan
        // A refresh has to be longer than a question to a broker that is away.
        plan.offsetRefresh = .seconds(5)
        try await RunningMonitor.run(plan) { running in
            await running.wait("is ready") { $0.state == .ready }
            try world.cluster.setDown(broker: 2)
            let before = running.cluster.counters
            let sampledAtMs = running.cluster.topics()[0].partitions[1].ends?.sampledAtMs
            await running.wait("samples without the one") { $0.counters.refreshFailures > before.refreshFailures }
            #expect(running.cluster.state == .ready)
            let partitions = running.cluster.topics()[0].partitions
            #expect(partitions[1].ends?.sampledAtMs == sampledAtMs)
            #expect(partitions[0].ends?.sampledAtMs ?? 0 > sampledAtMs ?? .max)
            try world.cluster.setUp(broker: 2)
        }
    }

    @Test func aForbiddenTopicIsLeftForTheCoordinators() async throws {
        let world = try World()
        try world.cluster.createTopic("offsets", partitions: 1)
        world.cluster.pushErrors(.fetch, Array(repeating: .topicForbidden, count: 500))
        try await RunningMonitor.run(world.plan) { running in
            // The mock cluster lists no groups, and says so.
            await running.wait("asks coordinators") {
                $0.state
                    == .blind("list groups: Local: Required feature not supported by broker (_UNSUPPORTED_FEATURE)")
            }
        }
        var plan = world.plan
        plan.collector = .offsetsTopic
        try await RunningMonitor.run(plan) { running in
            await running.wait("can do nothing else") {
                if case .blind(let why) = $0.state { return why.contains("TOPIC_AUTHORIZATION_FAILED") }
                return false
            }
        }
    }

    @Test func aRestartGoesOnWhereTheLastRunStopped() async throws {
        let world = try World()
        let directory = try TemporaryDirectory()
        try world.cluster.createTopic("offsets", partitions: 2)
        for number in 0..<Int64(50) { try world.commit("g", number) }
        world.flush()
        try await RunningMonitor.run(world.plan, directory: directory.path) { running in
            await running.wait("is ready") { $0.state == .ready && $0.committed("g", "data") == [0: 49] }
        }
        try world.commit("g", 70)
        try world.commit("h", 1, to: 1)
        world.flush()
        try await RunningMonitor.run(world.plan, directory: directory.path) { running in
            await running.wait("has all") { $0.state == .ready && $0.committed("h", "data") == [0: 1] }
            // Only what is new was read; the ring goes on.
            #expect(running.cluster.counters.records == 2)
            let slots = running.cluster.windows(of: "g")?.partitions.first?.slots.compactMap { $0?.offset }
            #expect(slots == Array(41...49) + [70])
            #expect(running.cluster.windows(of: "g")?.partitions.first?.brokerOffsets.count ?? 0 > 2)
        }
    }

    @Test func withoutABrokerItStopsAtOnce() async throws {
        let clock = ContinuousClock()
        let before = clock.now
        try await RunningMonitor.run(RunningMonitor.plan("127.0.0.1:1")) { running in
            #expect(running.cluster.state == .connecting)
            #expect(running.cluster.topics().isEmpty)
            #expect(running.cluster.report(on: "g", rules: .burrow) == nil)
        }
        #expect(clock.now - before < CollectLimits.stopDeadline + .seconds(10))
    }
}
