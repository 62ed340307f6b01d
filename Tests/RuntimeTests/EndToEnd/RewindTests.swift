// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform
import Sinks
import SluiceTesting
import Testing

@testable import Runtime

/// `on_rewind:` with a real consumer, the embedded broker and files.
@Suite(.timeLimit(.minutes(5)))
struct RewindTests {
    @Test func appendArchivesOnceMoreWhatIsReadAgain() async throws {
        let world = try MockWorld()
        let plan = try world.plan(onRewind: .append)
        try await world.produce(0..<300)
        try await world.runUntilEnd(plan)
        try await world.rewind(to: 50)
        try await world.produce(300..<400)
        try await world.runUntilEnd(plan)
        let archive = try world.archive()
        #expect(archive.all == (Array(0..<300) + Array(50..<400)).sorted())
        #expect(archive.report.isComplete, "\(archive.report.findings)")
        #expect(archive.report.partitions.map(\.generations) == [2])
        // Nothing new: a restart is no rewind.
        try await world.runUntilEnd(plan)
        #expect(try world.archive().all.count == 650)
    }

    @Test func supersedePutsWhatIsReadAgainInTheOldEpochsPlace() async throws {
        let world = try MockWorld()
        let plan = try world.plan(onRewind: .supersede)
        try await world.produce(0..<300)
        try await world.runUntilEnd(plan)
        let before = Set(world.disk.contents().keys.filter { $0.contains("-e-") })
        try await world.rewind(to: 123)
        try await world.produce(300..<400)
        try await world.runUntilEnd(plan)
        try world.archive().expectExactly(0..<400)
        let after = Set(world.disk.contents().keys)
        #expect(before.intersection(after).count < before.count, "the epochs from the one that holds 123 are gone")
        #expect(after.contains { $0.contains("-s1-") })
        try await world.runUntilEnd(plan)
        try world.archive().expectExactly(0..<400)
    }

    @Test func aProcessThatDiesWhileItSupersedesLeavesNothingDoubledBehind() async throws {
        let world = try MockWorld()
        let plan = try world.plan(onRewind: .supersede)
        try await world.produce(0..<300)
        try await world.runUntilEnd(plan)
        for number in 0..<3 {
            try await world.rewind(to: Int64(100 * number))
            let files = world.disk.process()
            let service = try world.start(plan, files: files)
            try await until("it seals again\n\(service.log())") { service.service.sealedRecords >= 50 }
            files.kill()
            _ = await service.abort()
            try await world.runUntilEnd(plan)
            try world.archive().expectExactly(0..<300)
        }
    }
}
