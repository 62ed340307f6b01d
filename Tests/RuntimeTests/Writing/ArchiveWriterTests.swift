// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Platform
import SluiceTesting
import Testing

@testable import Runtime
@testable import Sinks

@Suite(.timeLimit(.minutes(5)))
struct ArchiveWriterTests {
    @Test func anEpochIsWrittenSealedAndPublished() throws {
        let fixture = try WriterFixture()
        fixture.sendEpoch(1)
        let manifest = try fixture.nextSealed()
        #expect(manifest.files.map(\.rows) == [3])
        #expect(manifest.sealedMs == fixture.time.source.wallMs())
        #expect(fixture.publishedLines() == 0, "nothing is visible before the commit")
        fixture.send(.publish(manifest.id, WriterFixture.partition))
        #expect(try fixture.nextPublished() == Epochs.id(1))
        #expect(fixture.publishedLines() == 3)
        #expect(fixture.writer.inFlight.value == 0)
        #expect(fixture.paths(with: "_pending/g/0/00").isEmpty)
    }

    /// A call that fails for a reason that may pass, in every step of an epoch.
    static let passing: [MemoryFault] = [
        MemoryFault(.write, path: ".ndjson", times: 3, code: ENOSPC),
        MemoryFault(.createFile, path: ".ndjson", times: 3, code: ENOSPC),
        MemoryFault(.createFile, path: ".ndjson", times: 3, code: EACCES),
        MemoryFault(.createDirectory, path: "/_pending/g/0/", times: 3, code: ENOSPC),
        MemoryFault(.createDirectory, path: "/web", times: 3, code: EACCES),
        MemoryFault(.link, path: "/web/", times: 3, code: ENOSPC),
        MemoryFault(.link, path: "/_manifests/", times: 3, code: EDQUOT),
        MemoryFault(.synchronizeDirectory, path: "/web", times: 3, code: EIO),
    ]

    @Test(arguments: passing) func whatMayPassIsTriedAgainUntilItDoes(_ fault: MemoryFault) throws {
        let fixture = try WriterFixture()
        fixture.files.inject(fault)
        fixture.sendEpoch(1)
        // A first failure may come before or after the seal.
        fixture.send(.publish(Epochs.id(1), WriterFixture.partition))
        #expect(try fixture.nextFailing().contains(fault.operation.rawValue))
        let before = fixture.files.calls.count
        // Time stands still: it is not tried again however often it is woken.
        fixture.writer.wake()
        _ = fixture.writer.commands.hasMessages
        #expect(fixture.files.calls.count == before)
        fixture.pass(.milliseconds(100))
        _ = try fixture.nextFailing()
        fixture.pass(.milliseconds(199))
        #expect(fixture.writer.inFlight.value >= 0)
        fixture.pass(.milliseconds(1))
        _ = try fixture.nextFailing()
        fixture.pass(.milliseconds(400))
        try fixture.nextRecovered()
        #expect(try fixture.nextPublishedSoFar() == Epochs.id(1))
        #expect(fixture.publishedLines() == 3)
        #expect(fixture.writer.inFlight.value == 0)
    }

    @Test func anEpochThatCouldNotBeSyncedIsLostAndLeavesNothing() throws {
        let fixture = try WriterFixture()
        fixture.files.inject(MemoryFault(.synchronize, path: ".ndjson", code: EIO))
        fixture.sendEpoch(1)
        #expect(try fixture.nextLost() == fixture.key(1))
        try fixture.settleDown()
        #expect(fixture.paths(with: ".ndjson").isEmpty)
        #expect(!fixture.disk.contents().keys.contains { $0.contains(Epochs.id(1).description) })
        #expect(fixture.writer.inFlight.value == 0)
        // The writer goes on with the next one.
        fixture.sendEpoch(2)
        #expect(try fixture.nextSealed().id == Epochs.id(2))
    }

    @Test func anEpochLostBeforeItsSealIsNotSealed() throws {
        let fixture = try WriterFixture()
        fixture.files.inject(MemoryFault(.synchronize, path: ".ndjson", code: EIO))
        // The file ends before the epoch does.
        fixture.send(.begin(fixture.key(1), Epochs.id(1)), fixture.write(1))
        #expect(try fixture.nextLost() == fixture.key(1))
        // What was on its way already.
        fixture.send(fixture.write(1, file: 1), .seal(fixture.key(1), fixture.manifest(1)), .abandon(fixture.key(1)))
        try fixture.settleDown()
        #expect(!fixture.reports.contains { if case .sealed = $0 { true } else { false } })
        #expect(fixture.paths(with: ".ndjson").isEmpty)
        #expect(fixture.writer.inFlight.value == 0)
    }

    @Test func losingOneEpochTakesNoCommandOfAnother() throws {
        let fixture = try WriterFixture()
        fixture.files.inject(MemoryFault(.synchronize, path: Epochs.id(1).description, code: EIO))
        // Everything is in the queue before the first epoch turns out to be lost.
        fixture.send(.begin(fixture.key(1), Epochs.id(1)), fixture.write(1), .begin(fixture.key(2), Epochs.id(2)))
        fixture.send(.seal(fixture.key(1), fixture.manifest(1)), fixture.write(2))
        fixture.send(.seal(fixture.key(2), fixture.manifest(2, first: 3)))
        #expect(try fixture.nextLost() == fixture.key(1))
        let sealed = try fixture.nextSealedSoFar()
        #expect(sealed.id == Epochs.id(2))
        #expect(sealed.files.map(\.rows) == [3])
        try fixture.settleDown()
        #expect(!fixture.disk.contents().keys.contains { $0.contains(Epochs.id(1).description) })
        #expect(fixture.writer.inFlight.value == 0)
    }

    @Test(arguments: [FileOperation.synchronize, .rename, .write]) func aManifestThatIsNotDurableLosesItsEpoch(
        _ operation: FileOperation
    ) throws {
        let fixture = try WriterFixture()
        fixture.files.inject(MemoryFault(operation, path: "manifest", code: EIO))
        fixture.sendEpoch(1)
        #expect(try fixture.nextLost() == fixture.key(1))
        try fixture.settleDown()
        #expect(!fixture.disk.contents().keys.contains { $0.contains(Epochs.id(1).description) })
    }

    @Test func abandoningAnEpochEndsItsRetriesAndFreesItsBytes() throws {
        let fixture = try WriterFixture()
        fixture.files.inject(MemoryFault(.write, path: ".ndjson", times: .max, code: ENOSPC))
        fixture.send(.begin(fixture.key(1), Epochs.id(1)), fixture.write(1), fixture.write(1, file: 1))
        _ = try fixture.nextFailing()
        #expect(fixture.writer.inFlight.value == 60)
        fixture.send(.abandon(fixture.key(1)))
        try fixture.settleDown()
        #expect(fixture.writer.inFlight.value == 0)
        #expect(!fixture.disk.contents().keys.contains { $0.contains(Epochs.id(1).description) })
    }

    @Test func aConflictIsReportedAndNeverPublishedOver() throws {
        let fixture = try WriterFixture()
        fixture.sendEpoch(1)
        let file = try #require(try fixture.nextSealed().files.first)
        try fixture.files.createDirectory("/archive/web")
        try fixture.files.create("/archive/" + file.path, Array("other".utf8))
        fixture.send(.publish(Epochs.id(1), WriterFixture.partition))
        #expect(try fixture.nextFailing().contains(file.path))
        #expect(try fixture.files.contents("/archive/" + file.path) == Array("other".utf8))
        try fixture.files.unlink("/archive/" + file.path)
        fixture.pass(.milliseconds(100))
        #expect(try fixture.nextPublished() == Epochs.id(1))
        #expect(fixture.publishedLines() == 3)
    }

    @Test func anOrphanIsSettledByTheMetadata() throws {
        for isCommitted in [true, false] {
            let fixture = try WriterFixture()
            fixture.sendEpoch(1)
            let manifest = try fixture.nextSealed()
            fixture.send(fixture.settle(committed: nil))
            #expect(try fixture.nextSettled().pending.isEmpty, "a live epoch is no leftover")
            fixture.send(.orphan(manifest.id), .listLeftovers)
            let left = try fixture.next("leftovers") { report in
                if case .leftovers(let partitions) = report { partitions } else { nil }
            }
            #expect(left == [WriterFixture.partition])
            fixture.send(fixture.settle(committed: fixture.committed(isCommitted ? manifest : fixture.manifest(9))))
            let answer = try fixture.nextSettled()
            #expect(answer.published.map(\.id) == (isCommitted ? [manifest.id] : []))
            #expect(answer.pending.isEmpty)
            #expect(answer.coverage.incarnations.isEmpty == !isCommitted)
            #expect(fixture.publishedLines() == (isCommitted ? 3 : 0))
        }
    }

    @Test func aStopLetsGoOfTheSlot() async throws {
        let disk = MemoryDisk()
        let first = try WriterFixture(disk: disk)
        #expect(first.slot.number == 0)
        let second = try WriterFixture(disk: disk)
        #expect(second.slot.number == 1)
        first.send(.stop)
        await first.writer.finished(within: .seconds(20))
        #expect(try WriterFixture(disk: disk).slot.number == 0)
    }

    @Test func aWriterThatNobodyKnowsAnyMoreStillDoesWhatItWasTold() throws {
        let disk = MemoryDisk()
        let mail: Mailbox<Bool> = Mailbox()
        do {
            let fixture = try WriterFixture(disk: disk)
            fixture.sendEpoch(1)
            fixture.send(.publish(Epochs.id(1), WriterFixture.partition))
            mail.send(true)
        }
        #expect(mail.hasMessages)
        // Its slot is free again once it has stopped.
        let end = ContinuousClock.now + .seconds(20)
        var number = -1
        while number != 0, ContinuousClock.now < end { number = try WriterFixture(disk: disk).slot.number }
        #expect(number == 0)
        #expect(disk.contents().keys.contains { $0.hasPrefix("/archive/web/") })
    }

    @Test func aDiskTestTellsWhetherTheDiskTakesAFile() throws {
        let fixture = try WriterFixture()
        for isGood in [true, false, true] {
            if !isGood { fixture.disk.setCapacity(1000) } else { fixture.disk.setCapacity(1 << 30) }
            fixture.send(.testDisk)
            let answer = try fixture.next("a disk test") { report in
                if case .diskTested(let isGood) = report { isGood } else { nil }
            }
            #expect(answer == isGood)
            #expect(fixture.paths(with: ".disk-test").isEmpty)
        }
    }
}
