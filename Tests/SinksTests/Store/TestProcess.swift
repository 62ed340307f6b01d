// Sluice
// SPDX-License-Identifier: Apache-2.0

import Compression
import KafkaClient
import Platform
import Sinks
import SluiceTesting

/// One process of the store's tests: it holds a slot of the root at `/data/root` and follows the protocol's order of
/// calls, as the runtime does. Records are offsets; an epoch of them is two files, one of the even and one of the odd.
final class TestProcess {
    static let rootPath = "/data/root"
    static let partition = TopicPartition(topic: "t", partition: 0)
    static let outputs = ["even", "odd"]

    let system: any FileSystem
    let store: EpochStore
    private var generator: SeededGenerator

    init(
        _ system: any FileSystem, root: String = rootPath, group: String = Sample.group, seed: UInt64 = 1,
        ledger: LedgerPolicy = LedgerPolicy()
    ) throws {
        self.system = system
        generator = SeededGenerator(seed: seed)
        let root = try ArchiveRoot.open(root, fileSystem: system, using: &generator)
        store = try EpochStore.open(root, group: group, outputs: Self.outputs, ledger: ledger, using: &generator)
    }

    func drawID() -> EpochID { EpochID(using: &generator) }

    func randomBits() -> UInt64 { generator.next() }

    /// Writes and seals an epoch of `[first, next)`.
    func sealEpoch(
        _ first: Int64, _ next: Int64, incarnation: Incarnation = Sample.incarnation(1),
        generation: Generation = .first
    ) throws -> Manifest {
        let manifest = try writeEpoch(first, next, incarnation: incarnation, generation: generation)
        try store.seal(manifest)
        return manifest
    }

    /// Writes the files of an epoch of `[first, next)`.
    func writeEpoch(
        _ first: Int64, _ next: Int64, incarnation: Incarnation = Sample.incarnation(1),
        generation: Generation = .first
    ) throws -> Manifest {
        let id = drawID()
        let directory = try store.beginEpoch(id)
        var manifest = Manifest(
            id: id, slot: store.slot, cluster: "c", group: store.group, topic: "t", partition: 0,
            incarnation: incarnation, generation: generation, first: first, last: next - 1, next: next,
            firstRecord: Sample.record(first),
            lastRecord: Sample.record(next - 1), minEventMs: first * 1000, maxEventMs: (next - 1) * 1000)
        for (number, output) in Self.outputs.enumerated() {
            let offsets = (first..<next).filter { $0 % 2 == Int64(number) }
            if offsets.isEmpty { continue }
            let bytes = Array(offsets.map { "\($0)\n" }.joined().utf8)
            let name = "\(number).txt"
            try system.create(directory + "/" + name, bytes)
            let final = FinalName(
                topic: "t", partition: 0, incarnation: incarnation, generation: generation, first: first,
                last: next - 1
            ).name(file: number, extension: ".txt")
            manifest.files.append(
                FileEntry(
                    name: name, path: "\(output)/d=\(first / 20)/\(final)", output: output, bytes: Int64(bytes.count),
                    checksum: "crc64:" + Checksum(of: bytes.span.bytes).hexadecimal, rows: Int64(offsets.count),
                    minEventMs: offsets.first.map { $0 * 1000 }, maxEventMs: offsets.last.map { $0 * 1000 }))
            manifest.dispositions.rows[output] = Int64(offsets.count)
        }
        manifest.dispositions.archived = next - first
        return manifest
    }

    /// Settles everything that can be, as after a join: leftovers go, sealed epochs by the table.
    @discardableResult
    func settle(_ committed: CommittedPosition?, isOwner: Bool = true, isOnlyRoot: Bool = true) throws
        -> [SettlingDecision]
    {
        try store.removeLeftovers()
        var decisions: [SettlingDecision] = []
        for epoch in try store.sealedEpochs().epochs where epoch.place == .own || (epoch.place == .handed && isOwner) {
            let facts = try store.facts(of: epoch, committed: committed, isOwner: isOwner, isOnlyRoot: isOnlyRoot)
            let decision = SettlingRule.decide(epoch.manifest, facts)
            decisions.append(decision)
            _ = try store.settle(epoch, decision.verdict)
        }
        return decisions
    }

    /// The plan for the partition over a log of `0..<end` that has always been the same.
    func start(_ committed: CommittedPosition?, logEnd: Int64) throws -> StartOutcome {
        let coverage = try store.coverage(of: Self.partition)
        let expected = StartDecision.recordToVerify(committed: committed, coverage: coverage)
        let verification = Verification(
            expected: expected, found: expected.map { Sample.record($0.offset) }, logStart: 0, logEnd: logEnd)
        return StartDecision.decide(
            StartFacts(
                committed: committed, logStart: 0, logEnd: logEnd, verification: verification, coverage: coverage,
                pending: try store.sealedEpochs().epochs.map(\.pending),
                hasUndecided: try !store.undecided(of: Self.partition).isEmpty, start: .earliest,
                randomBits: randomBits()))
    }
}
