// Sluice
// SPDX-License-Identifier: Apache-2.0

import Compression
import Glibc
import KafkaClient
import Platform
import Records
import SluiceTesting
import Testing

@testable import Runtime
@testable import Sinks

/// An archive writer on a disk in memory, with time that stands still.
final class WriterFixture {
    static let partition = TopicPartition(topic: "t", partition: 0)

    let disk: MemoryDisk
    let files: MemoryFileSystem
    let time = ManualTime()
    let writer: ArchiveWriter
    let slot: SlotName
    private let mail = Mailbox<WriterReport>()
    private(set) var reports: [WriterReport] = []
    /// How many of them a test has looked at.
    private var seen = 0

    init(disk: MemoryDisk = MemoryDisk()) throws {
        self.disk = disk
        files = disk.process()
        var random = SeededGenerator(seed: 1)
        let root = try ArchiveRoot.open("/archive", fileSystem: files, using: &random)
        let store = try EpochStore.open(root, group: "g", outputs: ["web"], using: &random)
        slot = store.slot
        let template = try PathTemplateDraft(parsing: "web").template(slots: [])
        let outputs = [ArchiveOutput(name: "web", template: template, codec: .none)]
        let mail = mail
        writer = ArchiveWriter(
            store: store, files: EpochFiles(outputs: outputs, files: files, pool: ChunkPool()), time: time.source,
            sessionTimeout: .seconds(30), report: { mail.send($0) })
        writer.start()
    }

    deinit {
        files.heal()
        time.advance(by: .seconds(3600))
        send(.stop)
    }

    func send(_ commands: WriterCommand...) {
        for command in commands { writer.commands.send(command) }
    }

    /// Begins an epoch, writes one line a record, ends its file as the ingest does, seals it.
    func sendEpoch(_ number: Int, first: Int64 = 0, records: Int = 3) {
        send(.begin(key(number), Epochs.id(number)), write(number, records: records, isLast: true))
        send(.seal(key(number), manifest(number, first: first, records: records)))
    }

    func key(_ number: Int) -> EpochKey { EpochKey(rawValue: UInt64(number)) }

    /// A chunk of `records` lines of 10 bytes; its bytes count as in flight.
    func write(_ number: Int, records: Int = 3, file: Int = 0, isLast: Bool = true) -> WriterCommand {
        let chunk = ByteChunk(capacity: 4096)
        for _ in 0..<records { chunk.append("{\"n\":123}\n") }
        writer.inFlight.add(chunk.count)
        return .write(
            ChunkDelivery(
                epoch: key(number), output: 0, file: file, directory: "web", chunk: chunk, rows: records,
                eventTimesMs: 5...6, isLast: isLast))
    }

    func manifest(_ number: Int, first: Int64 = 0, records: Int = 3) -> Manifest {
        var dispositions = Dispositions()
        dispositions.archived = Int64(records)
        dispositions.rows = ["web": Int64(records)]
        let next = first + Int64(records)
        return Manifest(
            id: Epochs.id(number), slot: slot, cluster: "c", group: "g", topic: Self.partition.topic,
            partition: Self.partition.partition, incarnation: Incarnation(after: nil, bits: 7), first: first,
            last: next - 1, next: next, firstRecord: Epochs.record(first), lastRecord: Epochs.record(next - 1),
            dispositions: dispositions)
    }

    func settle(committed: CommittedPosition?, isOwner: Bool = true) -> WriterCommand {
        .settle(SettleRequest(partition: Self.partition, ticket: 1, committed: committed, isOwner: isOwner))
    }

    /// The next report that the closure finds something in, within the limit; those before it stay in `reports`.
    func next<Found>(
        _ what: String, within limit: Duration = .seconds(20), _ find: (WriterReport) -> Found?
    ) throws -> Found {
        let end = ContinuousClock.now + limit
        repeat {
            while seen < reports.count {
                seen += 1
                if let found = find(reports[seen - 1]) { return found }
            }
            reports += mail.take(waiting: .milliseconds(200))
        } while ContinuousClock.now < end || seen < reports.count
        Issue.record("no report of \(what) within \(limit): \(reports)")
        throw Missing()
    }

    struct Missing: Error {}

    func nextSealed() throws -> Manifest {
        try next("a seal") { report in
            if case .sealed(_, let manifest) = report { manifest } else { nil }
        }
    }

    func nextPublished() throws -> EpochID {
        try next("a publication") { report in
            if case .published(let id, _) = report { id } else { nil }
        }
    }

    /// The same, where it may have been told already.
    func nextSealedSoFar() throws -> Manifest {
        for case .sealed(_, let manifest) in reports.prefix(seen) { return manifest }
        return try nextSealed()
    }

    func nextPublishedSoFar() throws -> EpochID {
        for case .published(let id, _) in reports.prefix(seen) { return id }
        return try nextPublished()
    }

    /// The group's position after an epoch's commit.
    func committed(_ manifest: Manifest) -> CommittedPosition {
        let metadata = CommitMetadata.next(
            after: nil, manifest: manifest, slot: slot, lastRecord: manifest.lastRecord, logStart: 0, origin: 0)
        return CommittedPosition(offset: manifest.next, metadata: metadata.encode())
    }

    func nextFailing() throws -> String {
        try next("a failure") { report in
            if case .failing(let reason) = report { reason } else { nil }
        }
    }

    func nextLost() throws -> EpochKey {
        try next("a loss") { report in
            if case .lost(let key, _) = report { key } else { nil }
        }
    }

    func nextSettled() throws -> SettleAnswer {
        try next("a settling") { report in
            if case .settled(let answer) = report { answer } else { nil }
        }
    }

    func nextRecovered() throws {
        _ = try next("a recovery") { report in
            if case .recovered = report { true } else { nil }
        }
    }

    /// Waits until everything that was sent is done.
    func settleDown() throws {
        send(.testDisk)
        _ = try next("a disk test") { report in
            if case .diskTested(let isGood) = report { isGood } else { nil }
        }
    }

    /// Lets time pass for the writer.
    func pass(_ span: Duration) {
        time.advance(by: span)
        writer.wake()
    }

    /// Paths of files on the disk that hold a text.
    func paths(with text: String) -> [String] {
        disk.contents().filter { $0.value != nil && $0.key.contains(text) }.map(\.key).sorted()
    }

    /// How many lines an output's published files have.
    func publishedLines() -> Int {
        disk.contents().filter { $0.key.hasPrefix("/archive/web/") }.compactMap(\.value).flatMap { $0 }
            .filter { $0 == 10 }.count
    }
}
