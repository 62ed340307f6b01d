// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform
import SluiceTesting
import Telemetry
import Testing

@testable import LagMonitor

/// The monitor's wall clock steps; the brokers' clock, which stamps commits, and the monotonic one do not.
struct ClockStepTests {
    /// A cluster of one partition that grows by ten records a second, without threads and brokers.
    final class Scene: Sendable {
        private struct Log: Sendable {
            var end: Int64 = 1000
            var order: Int64 = 0
        }

        private let time = ManualTime()
        private let step = Locked<Int64>(0)
        private let log = Locked(Log())
        private let monitor: ClusterMonitor

        init() throws {
            let (manual, step) = (time.source, self.step)
            let stepping = TimeSource(
                monotonic: manual.monotonic, wallMs: { manual.wallMs() + step.withLock { $0 } })
            monitor = try ClusterMonitor(
                ClusterPlan(name: "local", brokers: "127.0.0.1:1"), evaluation: EvaluationPlan(), time: stepping,
                log: .silent)
            monitor.store.withLock { $0.setPartitions(["t": 1]) }
            monitor.condition.withLock { $0.collecting = .reading }
            sample()
        }

        func stepClock(bySeconds seconds: Int64) { step.withLock { $0 += seconds * 1000 } }

        /// What leaders tell every refresh.
        func sample() {
            let ends = LogEnds(
                start: 0, highWatermark: end, lastStable: end, sampledAtMs: monitor.time.wallMs())
            monitor.store.withLock { $0.sample(topic: "t", partition: 0, ends) }
            monitor.history.withLock { $0.add(topic: "t", partition: 0, ends) }
            let now = monitor.time.monotonic()
            monitor.condition.withLock { $0.sampled(at: now, failure: nil) }
        }

        var end: Int64 { log.withLock { $0.end } }

        func truncate(to end: Int64) { log.withLock { $0.end = end } }

        func commit(_ group: String, _ offset: Int64) {
            let order = log.withLock { log in
                log.order += 1
                return log.order
            }
            let (stampMs, nowMs) = (time.source.wallMs(), monitor.time.wallMs())
            _ = monitor.store.withLock {
                $0.commit(
                    group: group, topic: "t", partition: 0, offset: offset, timestampMs: stampMs, order: order,
                    nowMs: nowMs)
            }
        }

        /// Ten seconds and a refresh; `live` commits the end in each second.
        func refresh(_ times: Int = 1, growing isGrowing: Bool = true) {
            for _ in 0..<times {
                for _ in 0..<10 {
                    time.advance(by: .seconds(1))
                    if isGrowing { log.withLock { $0.end += 10 } }
                    if isGrowing { commit("live", end) }
                }
                sample()
            }
        }

        func partition(_ group: String) throws -> PartitionReport {
            let report = try #require(monitor.report(on: group, rules: .sluice))
            let partition = try #require(report.partitions.first)
            if let lagMs = partition.progress?.timeLagMs { #expect(lagMs >= 0) }
            if let step = partition.trace.steps.first(where: { $0.rule == "silent" }) {
                for input in step.inputs { #expect(input.value >= 0, "\(input.name)") }
            }
            return partition
        }
    }

    @Test(arguments: [-3600, -120, 120, 3600] as [Int64])
    func stoppedAndLiveGroupsAreJudgedAlike(stepSeconds: Int64) throws {
        let scene = try Scene()
        scene.refresh(2)
        // Committed at the end each time: only silence can tell that it has stopped.
        for _ in 0..<10 {
            scene.commit("stopped", scene.end)
            scene.refresh()
        }
        scene.refresh(30)
        #expect(try scene.partition("stopped").status == .stop)
        #expect(try scene.partition("live").status == .ok)
        scene.stepClock(bySeconds: stepSeconds)
        // Samples of another time are too old until the next refresh.
        #expect(try scene.partition("stopped").status == .unknown)
        #expect(try scene.partition("live").status == .unknown)
        for _ in 0..<12 {
            scene.refresh()
            #expect(try scene.partition("stopped").status == .stop)
            #expect(try scene.partition("live").status == .ok)
        }
        scene.commit("stopped", scene.end)
        scene.refresh()
        #expect(try scene.partition("stopped").status == .ok)
    }

    @Test(arguments: [-3600, 3600] as [Int64])
    func aGroupThatStopsAfterwardsIsFound(stepSeconds: Int64) throws {
        let scene = try Scene()
        scene.refresh(2)
        for index in 0..<20 {
            if index == 10 { scene.stepClock(bySeconds: stepSeconds) }
            scene.commit("late", scene.end)
            scene.refresh()
        }
        #expect(try scene.partition("late").status == .ok)
        scene.refresh(40)
        #expect(try scene.partition("late").status == .stop)
    }

    @Test(arguments: [-3600, 0, 3600] as [Int64])
    func aLogThatIsCutAfterTheStepIsSeen(stepSeconds: Int64) throws {
        let scene = try Scene()
        scene.refresh(12)
        #expect(try scene.partition("live").status == .ok)
        scene.stepClock(bySeconds: stepSeconds)
        scene.truncate(to: 5)
        scene.refresh(1, growing: false)
        let report = try scene.partition("live")
        #expect(report.status == .rewind)
        #expect(report.trace.steps.last?.rule == "beyond_end")
    }
}
