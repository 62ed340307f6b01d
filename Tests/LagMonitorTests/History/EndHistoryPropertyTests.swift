// Sluice
// SPDX-License-Identifier: Apache-2.0

import SluiceTesting
import Testing

@testable import LagMonitor

/// All samples, kept: what a compressed history is compared with.
struct FullHistory {
    private(set) var samples: [(offset: Int64, atMs: Int64)] = []

    mutating func add(_ offset: Int64, _ atMs: Int64) { samples.append((offset, atMs)) }

    /// Interpolated between the last sample that was not beyond the offset and the next; nil outside of the samples.
    func time(of offset: Int64) -> Double? {
        guard let next = samples.firstIndex(where: { $0.offset > offset }), next > 0 else { return nil }
        let (low, high) = (samples[next - 1], samples[next])
        let share = Double(offset - low.offset) / Double(high.offset - low.offset)
        return Double(low.atMs) + share * Double(high.atMs - low.atMs)
    }
}

/// How a log may grow.
struct Stream: Sendable, CustomTestStringConvertible {
    let name: String
    let next: @Sendable (_ random: inout SeededGenerator, _ sample: Int) -> Int64
    var testDescription: String { name }

    static let all: [Stream] = [
        Stream(name: "steady, with noise") { random, _ in 1000 + Int64.random(in: -100...100, using: &random) },
        Stream(name: "one now and then") { random, _ in Int64.random(in: 0...9, using: &random) / 9 },
        Stream(name: "idle for long, then a burst") { random, _ in
            Int.random(in: 0..<60, using: &random) == 0 ? Int64.random(in: 1...1_000_000, using: &random) : 0
        },
        Stream(name: "day and night") { random, sample in
            Int64(5000 + 4900 * (sample % 8640 < 4320 ? 1 : -1)) + Int64.random(in: 0...99, using: &random)
        },
        Stream(name: "heavy tails") { random, _ in
            Int64(1 / (Double.random(in: 0..<1, using: &random) + 1e-6))
        },
        Stream(name: "hostile: fast and slow by turns") { random, sample in
            sample % 2 == 0 ? 1 : Int64.random(in: 1...1_000_000_000, using: &random)
        },
    ]
}

struct EndHistoryPropertyTests {
    private static let startMs: Int64 = 1_700_000_000_000

    /// A day of samples every ten seconds, jittered, and what all of them say.
    private static func fill(_ stream: Stream, _ seed: UInt64, samples: Int) -> (EndHistory, FullHistory) {
        var random = SeededGenerator(seed: seed)
        var history = EndHistory()
        var full = FullHistory()
        var end = Int64.random(in: 0...1_000_000, using: &random)
        var atMs = startMs
        for sample in 0..<samples {
            history.add(end: end, start: nil, atMs: atMs)
            full.add(end, atMs)
            end += stream.next(&random, sample)
            atMs += 10_000 + Int64.random(in: -200...200, using: &random)
        }
        return (history, full)
    }

    @Test(arguments: Stream.all, [1, 2, 3] as [UInt64])
    func noAnswerIsFurtherFromTheSamplesThanItsBound(_ stream: Stream, _ seed: UInt64) throws {
        let (history, full) = Self.fill(stream, seed, samples: 3000)
        let first = try #require(history.ends.first)
        let last = try #require(history.ends.last)
        var random = SeededGenerator(seed: seed + 100)
        var answers = 0
        for _ in 0..<300 where first.offset < last.offset {
            let offset = Int64.random(in: first.offset..<last.offset, using: &random)
            guard case .at(let end) = history.time(of: offset), !end.isAtLeast else {
                Issue.record("\(offset) lies between the samples")
                continue
            }
            let truth = try #require(full.time(of: offset))
            let distance = (Double(end.timeMs) - truth).magnitude
            #expect(distance <= Double(end.errorMs) + 1, "\(offset)")
            let age = last.atMs - end.timeMs
            #expect(end.errorMs <= max(HistoryLimits.toleranceMs, age / HistoryLimits.ageShare + end.errorMs / 16))
            #expect(end.method == .history)
            answers += 1
        }
        #expect(answers == 300)
    }

    @Test(arguments: Stream.all, [4, 5] as [UInt64])
    func timesNeverRunBackAndNeverLeaveTheSamples(_ stream: Stream, _ seed: UInt64) throws {
        let (history, _) = Self.fill(stream, seed, samples: 2000)
        let first = try #require(history.ends.first)
        let last = try #require(history.ends.last)
        var before = Int64.min
        for step in 0...1000 {
            let offset = first.offset + Int64(Double(last.offset - 1 - first.offset) * Double(step) / 1000)
            guard case .at(let end) = history.time(of: offset) else { continue }
            #expect(end.timeMs >= before)
            #expect(end.timeMs >= first.atMs && end.timeMs <= last.atMs)
            before = end.timeMs
        }
        #expect(before > Int64.min)
    }

    @Test(arguments: Stream.all, [6, 7] as [UInt64])
    func fewPointsHoldHours(_ stream: Stream, _ seed: UInt64) throws {
        let (history, _) = Self.fill(stream, seed, samples: 8640)
        let first = try #require(history.ends.first)
        let last = try #require(history.ends.last)
        #expect(history.ends.points.count <= HistoryLimits.pointsMax)
        #expect(last.atMs - first.atMs >= 6 * 3_600_000, "\((last.atMs - first.atMs) / 60_000) minutes")
    }

    @Test(arguments: [1, 7, 1000, 123_456_789] as [Int64])
    func aSteadyLogIsRememberedExactlyInTwoPoints(_ perSample: Int64) throws {
        var history = EndHistory()
        for sample in 0..<5000 as Range<Int64> {
            history.add(end: sample * perSample, start: 0, atMs: Self.startMs + sample * 10_000)
        }
        #expect(history.ends.points.count == 2)
        for sample in stride(from: 0 as Int64, to: 4999, by: 37) {
            guard case .at(let end) = history.time(of: sample * perSample) else {
                Issue.record("sample \(sample)")
                continue
            }
            #expect((end.timeMs - (Self.startMs + sample * 10_000)).magnitude <= 1)
        }
    }
}
