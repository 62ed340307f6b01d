// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Sinks
import SluiceTesting
import Testing

/// The store and the decisions under random schedules of several processes.
struct HandoverTests {
    private func run(_ seed: UInt64, processes: Int, resets: Bool) throws {
        let world = try HandoverWorld(seed: seed, processes: processes, resets: resets)
        do {
            try world.run(steps: 150)
        } catch {
            Issue.record("seed \(seed): \(error)\n\(world.history.joined(separator: "; "))")
            return
        }
        let judge = DiskJudge(world.disk)
        let offsets = try judge.offsets
        let history = "seed \(seed): \(world.history.joined(separator: "; "))"
        #expect(Set(offsets).count == offsets.count, "doubled: \(doubles(offsets)); \(history)")
        let undecided = judge.garbage.filter { $0.hasPrefix("_aside/") }
        let held = try undecided.filter { $0.hasSuffix(".json") }.flatMap { path in
            let bytes = (world.disk.contents()[TestProcess.rootPath + "/" + path] ?? nil) ?? []
            let manifest = try Manifest.decoded(bytes)
            return Array(manifest.first..<manifest.next)
        }
        let lost = Set(0..<world.logEnd).subtracting(offsets).subtracting(world.excused).subtracting(held)
        #expect(lost == [], "\(history)")
        #expect(resets || undecided == [], "\(history)")
        #expect(judge.garbage.filter { !$0.hasPrefix("_aside/") } == [], "\(history)")
        #expect(try judge.strays == [], "\(history)")
        try checkAccount(judge, world, held, history)
    }

    private func doubles(_ offsets: [Int64]) -> [Int64] {
        zip(offsets, offsets.dropFirst()).filter { $0 == $1 }.map(\.0)
    }

    /// Manifests account for every offset: what no file holds lies in a counted gap or aside.
    private func checkAccount(
        _ judge: DiskJudge, _ world: HandoverWorld, _ aside: [Int64], _ history: String
    ) throws {
        var reached = OffsetRanges(aside.map { OffsetRange(first: $0, next: $0 + 1) })
        for manifest in try judge.manifests { reached.insert(manifest.range) }
        #expect(reached.covers(OffsetRange(first: 0, next: world.logEnd)), "\(reached.ranges); \(history)")
    }

    @Test(arguments: 0..<8) func oneProcessThatDiesAgainAndAgain(block: Int) throws {
        for seed in 0..<8 { try run(UInt64(block * 1000 + seed), processes: 1, resets: false) }
    }

    @Test(arguments: 0..<8) func threeProcessesThatTakeEachOthersPlace(block: Int) throws {
        for seed in 0..<8 { try run(UInt64(100_000 + block * 1000 + seed), processes: 3, resets: false) }
    }

    @Test(arguments: 0..<8) func operatorsResetTheGroup(block: Int) throws {
        for seed in 0..<8 { try run(UInt64(200_000 + block * 1000 + seed), processes: 2, resets: true) }
    }
}
