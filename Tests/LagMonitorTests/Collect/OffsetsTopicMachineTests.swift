// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Testing

@testable import LagMonitor

struct OffsetsTopicMachineTests {
    private typealias Place = OffsetsTopicMachine.Place

    private func starts(_ action: OffsetsTopicMachine.Action) -> [Int32: LogStart]? {
        guard case .read(let starts) = action else { return nil }
        return Dictionary(uniqueKeysWithValues: starts.map { ($0.partition, $0.at) })
    }

    @Test func itWaitsForTheTopicAndThenCatchesUp() {
        var machine = OffsetsTopicMachine(startsLatest: false)
        #expect(machine.collecting == .notStarted)
        #expect(machine.answer(.missing, at: .zero) == .pause(CollectLimits.topicPause))
        #expect(machine.collecting == .waitingForTopic)
        #expect(starts(machine.answer(.partitions([1, 0]), at: .seconds(1))) == [0: .beginning, 1: .beginning])
        // Without the ends nobody can know how much is left: at least one record each.
        #expect(machine.collecting == .catchingUp(left: 2))
        #expect(machine.unknownEnds == [0, 1])
        #expect(machine.learned([0: 10, 1: 0], at: .seconds(1)) == [])
        #expect(machine.collecting == .catchingUp(left: 10))
        machine.moved(0, to: 9)
        #expect(machine.collecting == .catchingUp(left: 1))
        machine.moved(0, to: 10)
        #expect(machine.collecting == .reading)
        // What comes later does not bring it back.
        #expect(machine.learned([0: 50], at: .seconds(2)) == [])
        #expect(machine.collecting == .reading)
    }

    @Test func aPartitionThatTellsNoEndIsWaitedForAndThenExcused() {
        var machine = OffsetsTopicMachine(startsLatest: false)
        _ = machine.answer(.partitions([0, 1]), at: .zero)
        #expect(machine.learned([0: 0], at: .seconds(1)) == [])
        #expect(machine.learned([:], at: CollectLimits.endsPatience) == [])
        #expect(machine.collecting == .catchingUp(left: 1))
        #expect(machine.learned([:], at: CollectLimits.endsPatience + .seconds(1)) == [1])
        #expect(machine.collecting == .reading)
        #expect(machine.unknownEnds == [])
    }

    @Test func newPartitionsAreReadFromTheirStartEvenWhereTheFirstWereNot() {
        var machine = OffsetsTopicMachine(startsLatest: true)
        #expect(starts(machine.answer(.partitions([0]), at: .zero)) == [0: .end])
        #expect(machine.collecting == .reading)
        #expect(starts(machine.answer(.partitions([0, 1]), at: .seconds(60))) == [1: .beginning])
        #expect(machine.collecting == .catchingUp(left: 1))
        #expect(starts(machine.answer(.partitions([0, 1]), at: .seconds(120))) == [:])
    }

    @Test func aSnapshotIsGoneOnWith() {
        var machine = OffsetsTopicMachine(
            startsLatest: false, restored: [0: Place(position: 700, base: 0), 5: Place(position: 3, base: 9)])
        #expect(starts(machine.answer(.partitions([0, 1]), at: .zero)) == [0: .offset(700), 1: .beginning])
        _ = machine.learned([0: 710, 1: 0], at: .zero)
        #expect(machine.collecting == .catchingUp(left: 10))
        machine.moved(0, to: 710)
        #expect(machine.collecting == .reading)
        #expect(
            machine.places == [
                0: Place(position: 710, base: 0), 1: Place(position: 0, base: 0), 5: Place(position: 3, base: 9),
            ])
    }

    @Test func aLogThatWasReplacedIsReadAgainWithHigherOrders() {
        var machine = OffsetsTopicMachine(startsLatest: false)
        _ = machine.answer(.partitions([0]), at: .zero)
        _ = machine.learned([0: 100], at: .zero)
        machine.moved(0, to: 100)
        #expect(machine.base(of: 0) == 0)
        #expect(machine.outOfRange(0, start: 0, end: 40).at == .beginning)
        #expect(machine.base(of: 0) == 100)
        #expect(machine.collecting == .catchingUp(left: 40))
        // Below the log's start nothing was replaced: offsets go on.
        machine.moved(0, to: 40)
        #expect(machine.outOfRange(0, start: 500, end: 600).at == .beginning)
        #expect(machine.base(of: 0) == 100)
        #expect(machine.collecting == .catchingUp(left: 100))
    }

    @Test func aTopicThatGoesClosesTheReaderAndComesBackAsAnother() {
        var machine = OffsetsTopicMachine(startsLatest: false)
        _ = machine.answer(.partitions([0]), at: .zero)
        _ = machine.learned([0: 20], at: .zero)
        machine.moved(0, to: 20)
        #expect(machine.answer(.missing, at: .seconds(1)) == .close)
        #expect(machine.collecting == .waitingForTopic)
        #expect(machine.answer(.missing, at: .seconds(2)) == .pause(CollectLimits.topicPause))
        #expect(starts(machine.answer(.partitions([0]), at: .seconds(3))) == [0: .beginning])
        #expect(machine.base(of: 0) == 20)
    }

    @Test func failuresArePausedLongerAndLonger() {
        var machine = OffsetsTopicMachine(startsLatest: false)
        let first = machine.answer(.failed("down"), at: .zero)
        let second = machine.answer(.failed("down"), at: .zero)
        #expect(first == .pause(CollectLimits.retryFirst))
        #expect(second == .pause(CollectLimits.retryFirst * 2))
        #expect(machine.collecting == .notStarted)
        #expect(machine.answer(.forbidden("no"), at: .zero) == .giveUp("no"))
    }

    @Test func hugeEndsDoNotOverflow() {
        var machine = OffsetsTopicMachine(startsLatest: false)
        _ = machine.answer(.partitions([0, 1]), at: .zero)
        _ = machine.learned([0: .max, 1: .max], at: .zero)
        #expect(machine.left == .max)
        machine.moved(0, to: .max)
        #expect(machine.outOfRange(0, start: 0, end: nil).at == .beginning)
        machine.moved(0, to: .max)
        _ = machine.outOfRange(0, start: 0, end: nil)
        #expect(machine.base(of: 0) == .max)
    }
}
