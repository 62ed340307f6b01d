// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Testing

@testable import LagMonitor

struct ClusterConditionTests {
    private var plan: ClusterPlan { ClusterPlan(name: "local", brokers: "b:9092") }

    @Test func itIsConnectingUntilABrokerAnswers() {
        var condition = ClusterCondition(plan)
        #expect(condition.state(at: .seconds(500)) == .connecting)
        condition.sampleFailed("down")
        #expect(condition.state(at: .seconds(500)) == .connecting)
        #expect(condition.refreshFailures == 1)
        condition.sampled(at: .seconds(501), failure: nil)
        #expect(condition.state(at: .seconds(501)) == .connecting)
        condition.collecting = .waitingForTopic
        #expect(condition.state(at: .seconds(501)) == .waitingForOffsetsTopic)
        condition.collecting = .catchingUp(left: 4)
        #expect(condition.state(at: .seconds(501)) == .catchingUp(left: 4))
        condition.collecting = .reading
        #expect(condition.state(at: .seconds(501)) == .ready)
    }

    @Test func samplesThatAreOldMakeItBlind() {
        var condition = ClusterCondition(plan)
        condition.sampled(at: .zero, failure: nil)
        condition.collecting = .reading
        #expect(condition.state(at: .seconds(30)) == .ready)
        condition.sampleFailed("all brokers are down")
        guard case .blind(let why) = condition.state(at: .seconds(31)) else {
            Issue.record("not blind")
            return
        }
        #expect(why.contains("31 s") && why.contains("all brokers are down"))
        condition.sampled(at: .seconds(32), failure: "partition 3")
        #expect(condition.state(at: .seconds(32)) == .ready)
        #expect(condition.refreshes == 3)
        #expect(condition.refreshFailures == 2)
    }

    @Test func anOffsetsTopicThatIsNotReadMakesItBlind() {
        var condition = ClusterCondition(plan)
        condition.collecting = .reading
        condition.progress.moved(7, to: 100)
        condition.progress.sampled(7, end: 150, at: .zero)
        condition.sampled(at: .zero, failure: nil)
        #expect(condition.progress.behind == 50)
        condition.progress.sampled(7, end: 160, at: .seconds(31))
        condition.sampled(at: .seconds(31), failure: nil)
        #expect(condition.state(at: .seconds(31)) == .blind("partition 7 of the offsets topic is not read"))
        condition.progress.moved(7, to: 130)
        #expect(condition.state(at: .seconds(31)) == .ready)
        condition.progress.sampled(7, end: 130, at: .seconds(40))
        #expect(condition.progress.behind == 0)
        condition.progress.sampled(8, end: 1000, at: .seconds(40))
        #expect(condition.progress.behind == 0)
    }

    @Test func coordinatorsThatDoNotAnswerMakeItBlind() {
        var condition = ClusterCondition(plan)
        condition.sampled(at: .zero, failure: nil)
        condition.collecting = .polling(answeredAt: nil)
        #expect(condition.state(at: .zero) == .catchingUp(left: 0))
        condition.collectFailure = "not authorized"
        #expect(condition.state(at: .zero) == .blind("not authorized"))
        condition.collecting = .polling(answeredAt: .seconds(1))
        #expect(condition.state(at: .seconds(2)) == .ready)
        condition.sampled(at: .seconds(40), failure: nil)
        guard case .blind = condition.state(at: .seconds(40)) else {
            Issue.record("not blind")
            return
        }
    }

    @Test func samplesComeEveryRefreshAndTopicsLessOften() {
        var schedule = SampleSchedule(offsetRefresh: .seconds(10), topicRefresh: .seconds(60))
        #expect(schedule.next(at: .zero) == .sample(withTopics: true))
        schedule.sampled(begun: .zero, withTopics: true, allAnswered: true)
        #expect(schedule.next(at: .seconds(1)) == .pause(.seconds(9)))
        #expect(schedule.next(at: .seconds(10)) == .sample(withTopics: false))
        schedule.sampled(begun: .seconds(10), withTopics: false, allAnswered: false)
        // An error may mean that a leader has moved.
        #expect(schedule.next(at: .seconds(20)) == .sample(withTopics: true))
        schedule.failed(at: .seconds(20))
        #expect(schedule.next(at: .seconds(20)) == .pause(CollectLimits.retryFirst))
        schedule.failed(at: .seconds(21))
        #expect(schedule.next(at: .seconds(21)) == .pause(CollectLimits.retryFirst * 2))
        for _ in 0..<20 { schedule.failed(at: .seconds(22)) }
        #expect(schedule.next(at: .seconds(22)) == .pause(.seconds(10)))
        #expect(schedule.next(at: .seconds(32)) == .sample(withTopics: true))
        schedule.sampled(begun: .seconds(32), withTopics: true, allAnswered: true)
        #expect(schedule.next(at: .seconds(92)) == .sample(withTopics: true))
    }

    @Test func topicsKeepTheirEndsAndFailedOnesStay() {
        var table = TopicTable()
        let partition = TopicState.Partition(leader: 1, replicas: [1, 2], inSync: [1])
        table.take(
            [TopicState(name: "a", partitions: [partition, .init()]), TopicState(name: "b", partitions: [partition])],
            failed: [])
        let ends = LogEnds(start: 0, highWatermark: 9, lastStable: 8, sampledAtMs: 1)
        table.sample(TopicPartition(topic: "a", partition: 0), ends)
        table.sample(TopicPartition(topic: "a", partition: 5), ends)
        table.sample(TopicPartition(topic: "c", partition: 0), ends)
        table.sample(TopicPartition(topic: "a", partition: -1), ends)
        #expect(table.counts == ["a": 2, "b": 1])
        #expect(table.offline == 1)
        #expect(table.underReplicated == 2)
        #expect(table.leaders.mapValues { $0.count } == [1: 2])
        let grown = TopicState(name: "a", partitions: [partition, partition, partition])
        #expect(table.missing(from: [grown], failed: []) == ["b"])
        #expect(table.missing(from: [grown], failed: ["b"]) == [])
        table.take([grown], failed: ["b", "never seen"])
        #expect(table.counts == ["a": 3, "b": 1])
        #expect(table.ends(of: TopicPartition(topic: "a", partition: 0)) == ends)
        #expect(table.ends(of: TopicPartition(topic: "a", partition: 2)) == nil)
        table.take([], failed: [])
        #expect(table.isEmpty)
    }

    @Test func shortLagThatStandsStillIsLookedIntoOnce() {
        var finder = GapFinder()
        func lag(_ partition: Int32, _ position: Int64, _ end: Int64) -> GapFinder.Lag {
            GapFinder.Lag(partition: TopicPartition(topic: "t", partition: partition), position: position, end: end)
        }
        let lags = [lag(0, 9, 10), lag(0, 5, 10), lag(1, 0, 5000), lag(2, 7, 7), lag(3, -1, 4), lag(4, 1, 3)]
        #expect(finder.questions(lags) == [])
        #expect(finder.questions([lag(0, 9, 10), lag(4, 2, 3)]) == [lag(0, 9, 10)])
        finder.answered(lag(0, 9, 10))
        #expect(finder.questions([lag(0, 9, 10), lag(4, 2, 3)]) == [lag(4, 2, 3)])
        #expect(finder.questions([lag(0, 9, 12)]) == [])
        #expect(finder.questions([lag(0, 9, 12)]) == [lag(0, 9, 12)])
        let many = (0..<Int32(100)).map { lag($0, 1, 2) }
        _ = finder.questions(many)
        #expect(finder.questions(many).count == CollectLimits.gapsPerRound)
    }

    @Test func onlyChangesOfOffsetsAreCommits() {
        var diff = CommitDiff()
        let zero = TopicPartition(topic: "t", partition: 0)
        let one = TopicPartition(topic: "t", partition: 1)
        let failure = KafkaError(code: 1, name: "X", message: "no", context: "c")
        var changes = diff.take("g", [zero: .success(5), one: .success(7)], isAll: true)
        #expect(changes.commits == [.init(partition: zero, offset: 5), .init(partition: one, offset: 7)])
        #expect(diff.take("g", [zero: .success(5), one: .success(7)], isAll: true) == .init())
        changes = diff.take("g", [zero: .success(4), one: .failure(failure)], isAll: true)
        #expect(changes == .init(commits: [.init(partition: zero, offset: 4)], removed: []))
        #expect(diff.take("g", [zero: .success(4)], isAll: false) == .init())
        #expect(diff.take("g", [zero: .success(4)], isAll: true) == .init(commits: [], removed: [one]))
        _ = diff.take("h", [zero: .success(1)], isAll: true)
        #expect(diff.vanished(from: ["h"]) == ["g"])
        #expect(diff.groups == ["h"])
        #expect(diff.take("h", [:], isAll: true) == .init(commits: [], removed: [zero]))
        #expect(diff.groups.isEmpty)
        diff.forget("h")
    }
}
