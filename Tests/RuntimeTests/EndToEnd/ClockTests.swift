// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform
import SluiceTesting
import Testing

@testable import Runtime

/// A wall clock that steps: no age, no deadline and no decision hangs on it.
@Suite(.timeLimit(.minutes(5)))
struct ClockTests {
    @Test func stepsOfTheWallClockChangeNoEpoch() async throws {
        let world = try MockWorld()
        let stepMs = Locked<Int64>(0)
        let time = TimeSource(
            monotonic: TimeSource.system.monotonic, wallMs: { TimeSource.system.wallMs() + stepMs.withLock { $0 } })
        let service = RunningService(
            try world.plan(), untilEnd: false, files: world.disk.process(), time: time)
        let (hour, day) = (Int64(3_600_000), Int64(86_400_000))
        var count = 0
        for step in [0, -hour, day, -365 * day, 0] {
            stepMs.withLock { $0 = step }
            try await world.produce(count..<count + 50)
            count += 50
            // By age or idleness, which are monotonic: a clock that was set back a year holds no epoch open.
            try await service.untilSealed(Int64(count))
        }
        #expect(await service.stop() == .stopped)
        let archive = try world.archive()
        archive.expectExactly(0..<250)
        #expect(service.metric("sluice_rejoins_total") == 0)
        // The next process goes on, whatever its clock says about the manifests.
        stepMs.withLock { $0 = -10 * 365 * day }
        try await world.produce(250..<300)
        let after = RunningService(try world.plan(), untilEnd: true, files: world.disk.process(), time: time)
        #expect(await after.end() == .reachedEnd)
        try world.archive().expectExactly(0..<300)
    }
}
