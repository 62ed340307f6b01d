// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform
import Sinks
import SluiceTesting

/// A disk with a root on which processes publish epochs of one partition and roll their manifests up, and what is
/// published as it should be.
final class LedgerWorld {
    let disk = MemoryDisk()
    private(set) var published: [Manifest] = []
    private var seeds: UInt64 = 0

    /// Five manifests in a segment, two single ones that stay.
    static var policy: LedgerPolicy {
        var policy = LedgerPolicy()
        (policy.manifests, policy.kept, policy.spread) = (5, 2, 0)
        return policy
    }

    /// What never rolls up by itself.
    static var never: LedgerPolicy {
        var policy = policy
        policy.kept = 1_000_000
        return policy
    }

    init() throws {
        let system = disk.process()
        try system.createDirectory("/data")
        try system.synchronizeDirectory("/")
    }

    /// A new process, with a slot of its own if others run.
    func process(_ ledger: LedgerPolicy = policy, on system: (any FileSystem)? = nil) throws -> TestProcess {
        seeds += 1
        return try TestProcess(system ?? disk.process(), seed: seeds, ledger: ledger)
    }

    /// Publishes epochs of ten offsets each.
    func publish(
        _ count: Int, from first: Int64 = 0, by process: TestProcess, incarnation: Incarnation = Sample.incarnation(1),
        generation: Generation = .first
    ) throws {
        for number in 0..<Int64(count) {
            let start = first + number * 10
            let manifest = try process.sealEpoch(
                start, start + 10, incarnation: incarnation, generation: generation)
            try process.store.publish(manifest.id)
            published.append(manifest)
        }
    }

    /// Takes back what a process had noted and was never sealed.
    func forgetLost() {
        let contents = disk.contents()
        let judge = DiskJudge(disk)
        let known = Set((try? judge.manifests.map(\.id)) ?? [])
        published.removeAll { manifest in
            if known.contains(manifest.id) { return false }
            return !contents.keys.contains { $0.hasSuffix("/\(manifest.id)/manifest.json") }
        }
    }

    /// Notes what was published in another way.
    func note(_ manifest: Manifest) { published.append(manifest) }

    /// The coverage that all published manifests come to.
    var expected: PartitionCoverage {
        var coverage = PartitionCoverage()
        for manifest in published.sorted(by: { $0.next < $1.next }) {
            var life = coverage.incarnations[manifest.incarnation] ?? IncarnationCoverage()
            life.insert(manifest.range, isJump: manifest.isJump, generation: manifest.generation)
            if let record = manifest.lastRecord { life.lastRecord = record }
            coverage.incarnations[manifest.incarnation] = life
        }
        return coverage
    }

    /// The same with a jump that is not noted.
    func coverage(with jump: Manifest) -> [Incarnation: IncarnationCoverage] {
        var lives = expected.incarnations
        lives[jump.incarnation]?.insert(jump.range, isJump: true, generation: jump.generation)
        return lives
    }

    /// The paths of the ledger's segments.
    var segments: [String] {
        disk.contents().keys.filter { $0.contains("/ledger/") && $0.hasSuffix(".ndjson") && !$0.contains("/.draft") }
            .sorted()
    }

    var directory: String { "/data/root/_manifests/g/t/0" }
}
