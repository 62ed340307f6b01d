// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Testing

@testable import LagMonitor

/// The poller of coordinators against the mock cluster, which answers for named groups only.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct AdminPollerTests {
    @Test func commitsOfNamedGroupsAreFollowed() async throws {
        let cluster = try MockCluster()
        try cluster.createTopic("data", partitions: 3)
        let producer = try Producer(ProducerConfiguration(brokers: cluster.bootstrap))
        let topic = try producer.topic("data")
        let payload: [UInt8] = [1]
        for _ in 0..<50 { _ = try producer.send(to: topic, partition: 1, payload: payload.span.bytes) }
        #expect(producer.flush(within: .seconds(30)))
        var plan = RunningMonitor.plan(cluster.bootstrap)
        plan.collector = .adminAPI(groups: ["g", "nobody"])
        let brokers = cluster.bootstrap
        try await GroupCommit.commit(brokers, "g", "data", [1: 20])
        try await RunningMonitor.run(plan) { running in
            await running.wait("has the commit") { $0.state == .ready && $0.committed("g", "data") == [1: 20] }
            #expect(running.cluster.report(on: "g", rules: .burrow)?.totalLag == 30)
            #expect(running.cluster.groups() == ["g"])
            try await GroupCommit.commit(brokers, "g", "data", [1: 45])
            await running.wait("has the next") { $0.committed("g", "data") == [1: 45] }
            let windows = running.cluster.windows(of: "g")?.partitions ?? []
            let slots: [CommitSlot?] = windows.first { $0.partition == 1 }?.slots ?? []
            // The same offset in many answers is one commit.
            #expect(slots.compactMap { $0?.offset } == [20, 45])
            #expect(slots.compactMap { $0?.lag } == [30, 5])
        }
    }
}
