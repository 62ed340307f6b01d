// Sluice
// SPDX-License-Identifier: Apache-2.0

import Compression
import Platform
import Records
import Sinks
import SluiceTesting
import Testing

/// A root in memory with epochs that went through the real path: chunks, frames, seal, publication.
final class RootFixture {
    static let incarnation = Incarnation(after: nil, bits: 0x1234)
    static let second = Incarnation(after: incarnation, bits: 0x5678)

    let path: String
    let disk: MemoryDisk
    let system: MemoryFileSystem
    let root: ArchiveRoot
    let store: EpochStore
    let archive: ArchiveFixture
    var generator: SeededGenerator
    /// The wall clock at the seal of the epochs that follow.
    var sealedMs: Int64 = 0
    /// The slot whose epoch those that follow come after.
    var predecessorSlot: SlotName?
    private var keys: UInt64 = 0

    init(
        _ path: String = "/archive", on disk: MemoryDisk = MemoryDisk(), seed: UInt64 = 1, codec: Codec = .zstd,
        retentionMs: [Int64?] = [], ledger: LedgerPolicy = LedgerPolicy()
    ) throws {
        self.path = path
        self.disk = disk
        generator = SeededGenerator(seed: seed)
        system = disk.process()
        root = try ArchiveRoot.open(path, fileSystem: system, using: &generator)
        archive = try ArchiveFixture(["web/h={event:%H}", "all"], codec: codec, retentionMs: retentionMs)
        store = try EpochStore.open(
            root, group: "group", outputs: ["out0", "out1", "dead_letters"], ledger: ledger, using: &generator)
    }

    /// Publishes a jump to a position.
    @discardableResult
    func jump(
        to position: Int64, from first: Int64? = nil, reason: GapReason = .beforeStart, partition: Int32 = 0,
        incarnation: Incarnation = RootFixture.incarnation, isPublished: Bool = true
    ) throws -> Manifest {
        let first = first ?? position
        let gaps = first < position ? [GapRange(first: first, next: position, reason: reason)] : []
        let manifest = Manifest(
            id: EpochID(using: &generator), isJump: true, slot: store.slot, cluster: "c", group: "group",
            topic: "web.access", partition: partition, incarnation: incarnation, first: first, last: position - 1,
            next: position, gaps: gaps, sealedMs: sealedMs)
        try store.seal(manifest)
        if isPublished { try store.publish(manifest.id) }
        return manifest
    }

    /// Publishes an epoch of records, every other one to output 0, the rest to output 1; what it passes over is
    /// published already, it says.
    @discardableResult
    func epoch(
        _ range: Range<Int64>, partition: Int32 = 0, incarnation: Incarnation = RootFixture.incarnation,
        passingOver published: Range<Int64> = 0..<0, isPublished: Bool = true
    ) throws -> Manifest {
        keys += 1
        let key = EpochKey(rawValue: keys)
        let open = OpenFiles(outputs: archive.outputs, limits: OpenFilesLimits(chunkBytes: 300), pool: ChunkPool())
        let outputs = EpochOutputs(key, topic: "web.access", partition: partition, files: open)
        for offset in range where !published.contains(offset) {
            archive.append(
                "{\"offset\":\(offset),\"partition\":\(partition)}", timeMs: offset * 600_000, to: Int(offset % 2),
                of: outputs)
        }
        outputs.finish()
        let id = EpochID(using: &generator)
        let files = EpochFiles(outputs: archive.outputs, files: system, pool: ChunkPool())
        files.begin(key, directory: try store.beginEpoch(id))
        for delivery in open.takeDeliveries() { try files.write(delivery) }
        let entries = try files.finish(
            key,
            as: FinalName(
                topic: "web.access", partition: partition, incarnation: incarnation, first: range.lowerBound,
                last: range.upperBound - 1))
        var dispositions = Dispositions()
        dispositions.archived = Int64(range.count - published.count)
        for (index, rows) in outputs.rows.enumerated() where rows > 0 { dispositions.rows["out\(index)"] = Int64(rows) }
        let gap = GapRange(first: published.lowerBound, next: published.upperBound, reason: .published)
        let gaps = published.isEmpty ? [] : [gap]
        let manifest = Manifest(
            id: id, slot: store.slot, cluster: "c", group: "group", topic: "web.access", partition: partition,
            incarnation: incarnation, first: range.lowerBound, last: range.upperBound - 1, next: range.upperBound,
            predecessorSlot: predecessorSlot, dispositions: dispositions, gaps: gaps, files: entries,
            sealedMs: sealedMs)
        try store.seal(manifest)
        if isPublished { try store.publish(id) }
        return manifest
    }

    /// Two partitions of three epochs each, the first of them with a gap in front.
    func fill() throws -> [Manifest] {
        var manifests = [try jump(to: 10, from: 0), try epoch(10..<30), try epoch(30..<31), try epoch(31..<60)]
        manifests += [try jump(to: 0, partition: 1)]
        for start in [0, 20, 40] as [Int64] { manifests.append(try epoch(start..<start + 20, partition: 1)) }
        return manifests
    }

    func path(of manifest: Manifest) -> String {
        "\(path)/_manifests/group/\(manifest.topic)/\(manifest.partition)/\(ManifestName(manifest))"
    }

    /// Audits as another process does.
    func audit(brokers: [BrokerFacts] = [], options: AuditOptions = AuditOptions()) throws -> AuditReport {
        let reader = disk.process()
        var audit = Audit([try ArchiveRoot.inspect(path, fileSystem: reader)], brokers: brokers, options: options)
        let report = try audit.run()
        // It changes nothing but taking and leaving the locks of slots.
        #expect(reader.calls.allSatisfy { !$0.operation.isEffect || $0.operation == .lock })
        return report
    }
}
