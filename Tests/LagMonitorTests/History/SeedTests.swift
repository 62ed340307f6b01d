// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Testing

@testable import LagMonitor

/// Answers of offsets-for-times before the first sample.
struct SeedTests {
    /// Samples begin at 1000 s with end 1000.
    private static func history(_ seeds: [(offset: Int64, atS: Int64)]) -> EndHistory {
        var history = EndHistory()
        for seed in seeds { history.seed(offset: seed.offset, timestampMs: seed.atS * 1000) }
        history.add(end: 1000, start: 0, atMs: 1_000_000)
        history.add(end: 1100, start: 0, atMs: 1_010_000)
        return history
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let seeds: [(offset: Int64, atS: Int64)]
        let offset: Int64
        let time: EndTime

        init(_ name: String, _ seeds: [(offset: Int64, atS: Int64)], _ offset: Int64, _ time: EndTime) {
            testDescription = name
            self.seeds = seeds
            self.offset = offset
            self.time = time
        }
    }

    static let rows: [Row] = [
        Row(
            "between a seed and the first sample", [(500, 500)], 750,
            EndTime(timeMs: 750_000, method: .offsetsForTimes, errorMs: 500_000)),
        Row(
            "between two seeds", [(500, 500), (600, 900)], 550,
            EndTime(timeMs: 700_000, method: .offsetsForTimes, errorMs: 400_000)),
        Row(
            "in any order", [(600, 900), (500, 500)], 550,
            EndTime(timeMs: 700_000, method: .offsetsForTimes, errorMs: 400_000)),
        Row(
            "below all seeds", [(500, 500)], 499,
            EndTime(timeMs: 500_000, isAtLeast: true, method: .offsetsForTimes)),
        Row(
            "a seed of the future is no later than the first sample", [(500, 5000)], 750,
            EndTime(timeMs: 1_000_000, method: .offsetsForTimes, errorMs: 0)),
        Row(
            "seeds that run back keep the newer one", [(500, 900), (600, 700)], 500,
            EndTime(timeMs: 700_000, method: .offsetsForTimes, errorMs: 0)),
        Row(
            "a seed within the samples is not needed", [(1050, 100)], 1050,
            EndTime(timeMs: 1_005_000, method: .history)),
    ]

    @Test(arguments: rows) func timeIsInterpolated(_ row: Row) {
        #expect(Self.history(row.seeds).time(of: row.offset) == .at(row.time))
    }

    @Test func theOldestSeedsMakeRoom() {
        let history = Self.history((0..<28).map { (Int64($0) * 10, Int64($0)) })
        #expect(history.seeds.count == HistoryLimits.seedsMax)
        #expect(history.seeds.first?.offset == 40)
    }

    /// A log that began `age` ago and has grown steadily; Kafka answers for times before it with its first offset.
    @Test(arguments: [40, 70, 400, 1000, 5000, 100_000, 500_000] as [Int64])
    func theAgeOfYoungLogsIsWrongByAFactorOfTwoAtMost(age: Int64) throws {
        let nowMs: Int64 = 1_000_000_000
        var history = EndHistory()
        history.add(end: age, start: 0, atMs: nowMs)
        for ageMs in CollectLimits.seedAgesMs {
            history.seed(offset: max(0, age - ageMs / 1000), timestampMs: nowMs - ageMs)
        }
        for committed in [0, age / 2, age - 10] {
            guard case .at(let time) = history.time(of: committed) else {
                Issue.record("nothing is known of \(committed)")
                return
            }
            let told = nowMs - time.timeMs
            let real = (age - committed) * 1000
            #expect(told <= real * 21 / 10 && told >= real * 10 / 21, "\(told) for \(real)")
        }
    }

    /// Logs that grew in all kinds of ways until they were first looked at, at ten million seconds.
    enum Growth: String, CaseIterable, Sendable {
        case steady, burstThenIdle, idleThenBurst, bursts

        /// Seconds before the first look at which the record came; offsets 0 to 9,999, oldest first.
        func age(of offset: Int) -> Int64 {
            switch self {
            case .steady: Int64(10_000 - offset)
            case .burstThenIdle: 7_200 + Int64(10_000 - offset) / 100
            case .idleThenBurst: offset == 0 ? 500_000 : 10 + Int64(10_000 - offset) / 200
            case .bursts: Int64((9_999 - offset) / 1000) * 3_000 + 100
            }
        }
    }

    /// Six halvings about a commit tell the age of the first record behind it to a sixteenth, or to some seconds.
    @Test(arguments: Growth.allCases, [1, 500, 1001, 5000, 8999, 9990])
    func closerQuestionsFindTheAge(_ growth: Growth, committed: Int) throws {
        let nowS: Int64 = 10_000_000
        let partition = TopicPartition(topic: "t", partition: 0)
        var history = ClusterHistory()
        history.add(
            topic: "t", partition: 0,
            LogEnds(start: 0, highWatermark: 10_000, lastStable: nil, sampledAtMs: nowS * 1000))
        func answer(_ timeMs: Int64) {
            let offset = (0..<10_000).first { (nowS - growth.age(of: $0)) * 1000 >= timeMs }
            history.seed(topic: "t", partition: 0, offset: offset.map(Int64.init) ?? -1, timestampMs: timeMs)
        }
        for ageMs in CollectLimits.seedAgesMs { answer(nowS * 1000 - ageMs) }
        for _ in 0..<CollectLimits.seedRounds {
            let questions = SeedQuestions.questions(
                [partition], [partition: Int64(committed)], history, nowMs: nowS * 1000)
            for timeMs in questions.keys { answer(timeMs) }
        }
        guard case .at(let time) = try #require(history["t", 0]).time(of: Int64(committed)) else {
            Issue.record("nothing is known")
            return
        }
        let real = growth.age(of: committed)
        let told = nowS - time.timeMs / 1000
        #expect(!time.isAtLeast)
        #expect((told - real).magnitude <= UInt64(max(10, real / 8)), "\(told) s for \(real) s")
    }

    @Test func allAgesThatAreAskedForAreKept() {
        let ages = CollectLimits.seedAgesMs
        #expect(ages.count + CollectLimits.seedRounds <= HistoryLimits.seedsMax && ages.last == HistoryLimits.spanMs)
        #expect(zip(ages, ages.dropFirst()).allSatisfy { $0 < $1 && $1 <= $0 * 2 })
    }

    @Test func aFallForgetsThem() {
        var history = Self.history([(500, 500)])
        history.add(end: 600, start: 0, atMs: 1_020_000)
        #expect(history.time(of: 550) == .at(EndTime(timeMs: 1_020_000, isAtLeast: true, method: .history)))
    }
}
