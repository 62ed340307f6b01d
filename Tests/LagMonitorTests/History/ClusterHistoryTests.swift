// Sluice
// SPDX-License-Identifier: Apache-2.0

import SluiceTesting
import Testing

@testable import LagMonitor

struct ClusterHistoryTests {
    private static func ends(_ end: Int64, _ atMs: Int64) -> LogEnds {
        LogEnds(start: 0, highWatermark: end, lastStable: nil, sampledAtMs: atMs)
    }

    private static func filled() -> ClusterHistory {
        var cluster = ClusterHistory()
        var random = SeededGenerator(seed: 9)
        for topic in ["a", "b"] {
            for partition in 0..<3 as Range<Int32> {
                var end: Int64 = 0
                for sample in 0..<500 as Range<Int64> {
                    end += Int64.random(in: 0...500, using: &random)
                    cluster.add(topic: topic, partition: partition, ends(end, 1_000_000 + sample * 10_000))
                }
            }
        }
        cluster.seed(topic: "a", partition: 1, offset: 0, timestampMs: 5)
        cluster.setGap(topic: "b", partition: 2, 10..<12)
        cluster.add(topic: "b", partition: 0, ends(1, 9_000_000))
        return cluster
    }

    @Test func aSnapshotGivesTheSameAnswers() throws {
        let cluster = Self.filled()
        var restored = ClusterHistory()
        var bytes = 0
        cluster.export {
            bytes += $0.bytes.count
            let isTaken = restored.restore($0)
            #expect(isTaken)
        }
        #expect(restored.count == 6)
        for topic in ["a", "b"] {
            for partition in 0..<3 as Range<Int32> {
                let before = try #require(cluster[topic, partition])
                let after = try #require(restored[topic, partition])
                #expect(before.ends.points == after.ends.points)
                #expect(before.starts.points == after.starts.points)
                #expect(before.ends.first?.atMs == after.ends.first?.atMs)
                #expect(before.seeds == after.seeds && before.gap == after.gap && before.fall == after.fall)
                for offset in stride(from: 0 as Int64, to: 130_000, by: 977) {
                    #expect(before.time(of: offset) == after.time(of: offset))
                }
            }
        }
        #expect(bytes < 6 * (HistoryLimits.pointsMax * 10 + 60))
    }

    @Test func aRestoredHistoryGoesOnWithinItsBounds() throws {
        var full = FullHistory()
        var history = EndHistory()
        var random = SeededGenerator(seed: 21)
        var end: Int64 = 0
        for sample in 0..<1000 as Range<Int64> {
            end += Int64.random(in: 0...2000, using: &random)
            history.add(end: end, start: nil, atMs: sample * 10_000)
            full.add(end, sample * 10_000)
            if sample % 97 == 50 { history = try #require(EndHistory(history.bytes)) }
        }
        for _ in 0..<500 {
            let offset = Int64.random(in: 0..<end, using: &random)
            guard case .at(let time) = history.time(of: offset), let truth = full.time(of: offset) else { continue }
            #expect((Double(time.timeMs) - truth).magnitude <= Double(time.errorMs) + 1)
        }
    }

    @Test func brokenBytesAreNoHistory() throws {
        let sound = try #require(Self.filled()["b", 2]).bytes
        #expect(EndHistory(sound) != nil)
        for count in 0..<sound.count { #expect(EndHistory(Array(sound[..<count])) == nil) }
        #expect(EndHistory(sound + [0]) == nil)
        var random = SeededGenerator(seed: 77)
        for _ in 0..<2000 {
            var broken = sound
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                broken[Int.random(in: 0..<broken.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            guard var history = EndHistory(broken) else { continue }
            // What still reads as a history must bear any use.
            for offset in [Int64.min, 0, 1000, .max] { _ = history.time(of: offset) }
            history.add(end: .max, start: .max, atMs: 20_000_000)
            history.add(end: 0, start: 0, atMs: .max)
        }
    }

    @Test func partitionsBeyondTheLimitAreCountedNotKept() {
        var cluster = ClusterHistory(partitionsMax: 4)
        cluster.add(topic: "a", partition: 2, Self.ends(1, 0))
        cluster.add(topic: "b", partition: 1, Self.ends(1, 0))
        cluster.add(topic: "b", partition: 0, Self.ends(1, 0))
        cluster.add(topic: "c", partition: .max, Self.ends(1, 0))
        cluster.add(topic: "c", partition: -1, Self.ends(1, 0))
        #expect(cluster.count == 4)
        #expect(cluster.dropped == 3)
        #expect(cluster["a", 2] != nil)
        #expect(cluster["a", 1] == nil)
        #expect(cluster["b", 0] != nil)
        #expect(cluster["b", 1] == nil)
        #expect(cluster["a", -1] == nil)
        cluster.keep(["b": 1])
        #expect(cluster.count == 1)
        cluster.add(topic: "c", partition: 2, Self.ends(1, 0))
        #expect(cluster["c", 2] != nil)
    }
}
