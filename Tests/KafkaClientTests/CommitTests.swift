// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Testing

@Suite(.serialized, .ownThread, .timeLimit(.minutes(5)))
struct CommitTests {
    @Test func committedOffsetAndMetadataAreReadBackByAProbe() throws {
        let world = try MockWorld(partitions: 3)
        let reader = try world.reader()
        let probe = try BrokerProbe(world.configuration())
        try reader.run { reader.ends.count == 3 }
        let long = String(repeating: "m", count: 4096)
        let ticket = reader.consumer.commit([
            CommitRequest(partition: world.partition(0), offset: 42, metadata: "v1 slot=0"),
            CommitRequest(partition: world.partition(1), offset: 0, metadata: long),
        ])
        let results = try reader.results(of: ticket, count: 2)
        #expect(results.map(\.outcome) == [.done, .done])
        let all = (0..<3).map { world.partition(Int32($0)) }
        let committed = try probe.committed(all, within: .seconds(10))
        #expect(committed[all[0]] == CommittedOffset(offset: 42, metadata: "v1 slot=0"))
        #expect(committed[all[1]] == CommittedOffset(offset: 0, metadata: long))
        #expect(committed[all[2]] == .some(nil))
        reader.leave()
        probe.close()
    }

    @Test(arguments: [KafkaErrorCode.unknownMember, .illegalGeneration, .metadataTooLarge, .groupForbidden])
    func aRefusalIsToldAsOne(_ code: KafkaErrorCode) throws {
        let world = try MockWorld(partitions: 1)
        let reader = try world.reader()
        try reader.run { reader.ends.count == 1 }
        world.cluster.pushErrors(.offsetCommit, [code])
        let ticket = reader.consumer.commit([
            CommitRequest(partition: world.partition(0), offset: 1, metadata: "")
        ])
        let results = try reader.results(of: ticket, count: 1)
        guard case .refused(let error) = results[0].outcome else {
            Issue.record("\(results)")
            return
        }
        #expect(error.isCode(code))
        reader.leave()
    }

    /// The mock forgets a member whose connection closes, so the commit that met the move may be refused.
    @Test func afterTheCoordinatorMovedTheGroupIsJoinedAgainAndCommitsSucceed() throws {
        let world = try MockWorld(partitions: 1, brokers: 3)
        try world.cluster.setCoordinator(of: "g", to: 1)
        let reader = try world.reader()
        let probe = try BrokerProbe(world.configuration())
        try reader.run { reader.ends.count == 1 }
        world.cluster.pushErrors(.offsetCommit, [.notCoordinator])
        try world.cluster.setCoordinator(of: "g", to: 2)
        let ticket = reader.consumer.commit([
            CommitRequest(partition: world.partition(0), offset: 7, metadata: "x")
        ])
        let first = try reader.results(of: ticket, count: 1)
        let between = try probe.committed([world.partition(0)], within: .seconds(10))
        #expect((first[0].outcome == .done) == (between[world.partition(0)] != .some(nil)))
        if first[0].outcome != .done {
            try reader.run { reader.events.count >= 3 && !reader.consumer.assignmentIsLost }
        }
        let again = reader.consumer.commit([
            CommitRequest(partition: world.partition(0), offset: 8, metadata: "y")
        ])
        #expect(try reader.results(of: again, count: 1).map(\.outcome) == [.done])
        let committed = try probe.committed([world.partition(0)], within: .seconds(10))
        #expect(committed[world.partition(0)] == CommittedOffset(offset: 8, metadata: "y"))
        reader.leave()
        probe.close()
    }

    @Test func aTimeOutInTheBrokerIsNotARefusal() throws {
        let world = try MockWorld(partitions: 1)
        let reader = try world.reader()
        try reader.run { reader.ends.count == 1 }
        let timedOut = KafkaErrorCode(rawValue: 7)
        world.cluster.pushErrors(.offsetCommit, [timedOut, timedOut, timedOut, timedOut, timedOut])
        let ticket = reader.consumer.commit([
            CommitRequest(partition: world.partition(0), offset: 1, metadata: "")
        ])
        let results = try reader.results(of: ticket, count: 1)
        guard case .unknown = results[0].outcome else {
            Issue.record("\(results)")
            return
        }
        world.cluster.clearErrors(.offsetCommit)
        reader.leave()
    }

    @Test func metadataThatNoBrokerTakesAreRefusedUnsent() throws {
        let world = try MockWorld(partitions: 1)
        let reader = try world.reader()
        for metadata in [String(repeating: "m", count: 4097), "é", "\u{7f}"] {
            let ticket = reader.consumer.commit([
                CommitRequest(partition: world.partition(0), offset: 1, metadata: metadata)
            ])
            let results = reader.consumer.takeCommitResults()
            #expect(results.count == 1)
            #expect(results.allSatisfy { $0.ticket == ticket && $0.outcome != .done })
        }
        let ticket = reader.consumer.commit([
            CommitRequest(partition: world.partition(0), offset: -1, metadata: "")
        ])
        #expect(reader.consumer.takeCommitResults().map(\.ticket) == [ticket])
        #expect(!reader.consumer.hasOutstandingCommits)
        reader.leave()
    }

    @Test func aPollReturnsSoonAfterACommitIsAnswered() throws {
        let world = try MockWorld(partitions: 1)
        let reader = try world.reader()
        try reader.run { reader.ends.count == 1 }
        let clock = ContinuousClock()
        let before = clock.now
        let ticket = reader.consumer.commit([
            CommitRequest(partition: world.partition(0), offset: 1, metadata: "")
        ])
        var results: [CommitResult] = []
        while results.isEmpty {
            _ = reader.consumer.poll(upTo: 10, waiting: .seconds(5), isWanted: { false })
            results = reader.consumer.takeCommitResults()
        }
        #expect(results.map(\.ticket) == [ticket])
        #expect(clock.now - before < .seconds(2))
        reader.leave()
    }
}
