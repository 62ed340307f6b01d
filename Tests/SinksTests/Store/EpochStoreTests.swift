// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import KafkaClient
import Platform
import Sinks
import SluiceTesting
import Testing

struct EpochStoreTests {
    private let disk = MemoryDisk()
    private let root = TestProcess.rootPath

    init() throws {
        try disk.process().createDirectory("/data")
    }

    private func committed(_ manifest: Manifest, slot: SlotName) -> CommittedPosition {
        let metadata = CommitMetadata.next(
            after: nil, manifest: manifest, slot: slot, lastRecord: manifest.lastRecord, logStart: 0, origin: 0)
        return CommittedPosition(offset: manifest.next, metadata: metadata.encode())
    }

    private func names(_ path: String) -> [String] {
        disk.contents().keys.filter { $0.hasPrefix(path + "/") }.map { String($0.dropFirst(path.count + 1)) }.sorted()
    }

    @Test func aPublishedEpochLiesUnderItsFinalNames() throws {
        let process = try TestProcess(disk.process())
        let manifest = try process.sealEpoch(0, 4)
        #expect(names(root + "/even").isEmpty, "nothing is visible before the commit")
        #expect(try process.store.publish(manifest.id).missing.isEmpty)
        let final = "t-0-\(Sample.incarnation(1))-0-3-0.txt"
        #expect(disk.contents()[root + "/even/d=0/" + final] == Array("0\n2\n".utf8))
        #expect(try DiskJudge(disk).manifests == [manifest])
        #expect(names(root + "/_manifests/g/t/0").first?.hasPrefix("0000000000000000000-0000000000000000004-") == true)
        #expect(DiskJudge(disk).garbage == [])
        let coverage = try process.store.coverage(of: TestProcess.partition)
        #expect(coverage.incarnations[Sample.incarnation(1)]?.ranges.ranges == [OffsetRange(first: 0, next: 4)])
        #expect(coverage.incarnations[Sample.incarnation(1)]?.lastRecord == Sample.record(3))
    }

    @Test func aNewProcessSeesWhatAnotherSlotPublished() throws {
        let (one, two) = (try TestProcess(disk.process()), try TestProcess(disk.process(), seed: 2))
        #expect(one.store.slot.number == 0 && two.store.slot.number == 1)
        _ = try two.store.coverage(of: TestProcess.partition)
        for first in [Int64(0), 10] { try one.store.publish(one.sealEpoch(first, first + 10).id) }
        let coverage = try two.store.coverage(of: TestProcess.partition)
        #expect(coverage.incarnations[Sample.incarnation(1)]?.end == 20)
    }

    @Test func aTakenNameWithOtherBytesStopsThePublication() throws {
        let process = try TestProcess(disk.process())
        let manifest = try process.sealEpoch(0, 4)
        let target = root + "/" + manifest.files[1].path
        for directory in ["odd", "odd/d=0"] { try process.system.createDirectory(root + "/" + directory) }
        try process.system.create(target, Array("other".utf8))
        let error = #expect(throws: StoreError.self) { try process.store.publish(manifest.id) }
        #expect(error?.code == .conflict && error?.message.contains(target) == true)
        #expect(disk.contents()[target] == Array("other".utf8), "never overwritten")
        #expect(try DiskJudge(disk).manifests.isEmpty)
        try process.system.unlink(target)
        #expect(try process.store.publish(manifest.id).missing.isEmpty)
        #expect(try DiskJudge(disk).offsets == [0, 1, 2, 3])
    }

    @Test(arguments: [FileOperation.removeDirectory, .unlink]) func anErrorWhilePendingNamesGoIsMadeGoodByTheNextTry(
        _ operation: FileOperation
    ) throws {
        let system = disk.process()
        let process = try TestProcess(system)
        let manifest = try process.sealEpoch(0, 4)
        system.inject(MemoryFault(operation, path: "_pending/g/0/\(manifest.id)", times: 5, code: EIO))
        for _ in 0..<5 { #expect(throws: StoreError.self) { try process.store.publish(manifest.id) } }
        #expect(try process.store.publish(manifest.id).missing.isEmpty)
        #expect(try DiskJudge(disk).offsets == [0, 1, 2, 3])
        #expect(DiskJudge(disk).garbage == [])
    }

    @Test func aTakenNameWithTheSameBytesIsDone() throws {
        let process = try TestProcess(disk.process())
        let manifest = try process.sealEpoch(0, 4)
        for directory in ["odd", "odd/d=0"] { try process.system.createDirectory(root + "/" + directory) }
        try process.system.create(root + "/" + manifest.files[1].path, Array("1\n3\n".utf8))
        #expect(try process.store.publish(manifest.id).missing.isEmpty)
        #expect(try DiskJudge(disk).offsets == [0, 1, 2, 3])
    }

    @Test func aMissingSourceIsReportedAndTheRestGoesOn() throws {
        let process = try TestProcess(disk.process())
        let manifest = try process.sealEpoch(0, 4)
        try process.system.unlink(root + "/_pending/g/0/\(manifest.id)/0.txt")
        #expect(try process.store.publish(manifest.id).missing == [manifest.files[0]])
        #expect(try DiskJudge(disk).offsets == [1, 3])
        #expect(DiskJudge(disk).garbage == [])
    }

    @Test(arguments: ["even", "even/d=0"]) func aSymbolicLinkIsNeverFollowedOutOfTheRoot(name: String) throws {
        let process = try TestProcess(disk.process())
        let manifest = try process.sealEpoch(0, 4)
        try process.system.createDirectory("/elsewhere")
        if name.contains("/") { try process.system.createDirectory(root + "/even") }
        disk.plantSymbolicLink(root + "/" + name, to: "/elsewhere")
        let error = #expect(throws: StoreError.self) { try process.store.publish(manifest.id) }
        #expect(error?.code == .escape)
        #expect(names("/elsewhere").isEmpty)
        try process.system.unlink(root + "/" + name)
        try process.store.publish(manifest.id)
        #expect(try DiskJudge(disk).offsets == [0, 1, 2, 3])
    }

    @Test func aFileInPlaceOfADirectoryIsRefused() throws {
        let process = try TestProcess(disk.process())
        let manifest = try process.sealEpoch(0, 4)
        try process.system.create(root + "/even", [])
        #expect(throws: StoreError.self) { try process.store.publish(manifest.id) }
    }

    @Test func anAbandonedEpochLeavesNothing() throws {
        let process = try TestProcess(disk.process())
        let open = try process.writeEpoch(0, 4)
        let sealed = try process.sealEpoch(0, 4)
        try process.store.abandon(open.id)
        try process.store.abandon(sealed.id)
        #expect(DiskJudge(disk).garbage == [])
        #expect(try process.store.sealedEpochs().epochs.isEmpty)
    }

    @Test func liveEpochsAreNeitherLeftoversNorSettled() throws {
        let process = try TestProcess(disk.process())
        _ = try process.writeEpoch(0, 4)
        let sealed = try process.sealEpoch(4, 8)
        #expect(try process.store.removeLeftovers() == 0)
        #expect(try process.store.sealedEpochs().epochs.isEmpty)
        process.store.orphan(sealed.id)
        #expect(try process.store.sealedEpochs().epochs.map(\.manifest.id) == [sealed.id])
    }

    @Test func anEpochWhoseFilesAreNotAsListedIsNotSealed() throws {
        let process = try TestProcess(disk.process())
        var manifest = try process.writeEpoch(0, 4)
        manifest.files[0].bytes += 1
        let error = #expect(throws: StoreError.self) { try process.store.seal(manifest) }
        #expect(error?.code == .inconsistent)
        try process.store.abandon(manifest.id)
        #expect(DiskJudge(disk).garbage == [])
    }

    @Test func anEpochWhoseSealFailedNeverComesBack() throws {
        let system = disk.process()
        let process = try TestProcess(system)
        let manifest = try process.writeEpoch(0, 4)
        system.inject(MemoryFault(.synchronizeDirectory, path: "_pending/g/0/", code: EIO))
        let error = #expect(throws: StoreError.self) { try process.store.seal(manifest) }
        #expect(error?.cause?.code == EIO)
        try process.store.abandon(manifest.id)
        for seed in 0..<32 {
            let copy = disk.copy()
            copy.cutPower(seed: UInt64(seed))
            let next = try TestProcess(copy.process(), seed: 2)
            #expect(try next.store.sealedEpochs().epochs.isEmpty, "seed \(seed)")
            try next.store.removeLeftovers()
            #expect(DiskJudge(copy).garbage == [], "seed \(seed)")
        }
    }

    @Test func theLastRecordIsThatOfTheNewestEpochThatHasOne() throws {
        let process = try TestProcess(disk.process())
        try process.store.publish(try process.sealEpoch(0, 4).id)
        // Only control records follow.
        let id = process.drawID()
        _ = try process.store.beginEpoch(id)
        let manifest = Manifest(
            id: id, slot: process.store.slot, cluster: "c", group: process.store.group, topic: "t", partition: 0,
            incarnation: Sample.incarnation(1), first: 4, last: 5, next: 6,
            gaps: [GapRange(first: 4, next: 6, reason: .compactedOrControl)])
        try process.store.seal(manifest)
        try process.store.publish(id)
        let coverage = try TestProcess(disk.process(), seed: 2).store.coverage(of: TestProcess.partition)
        #expect(coverage.incarnations[Sample.incarnation(1)]?.lastRecord == Sample.record(3))
    }

    @Test func aStoreThatCannotBeOpenedLetsGoOfItsSlot() throws {
        _ = try TestProcess(disk.process(), seed: 3).store.close()
        let system = disk.process()
        system.inject(MemoryFault(.list, path: "_aside/g/rolled", code: EIO))
        #expect(throws: StoreError.self) { try TestProcess(system) }
        #expect(try TestProcess(system).store.slot.number == 0)
    }

    @Test func aRolledBackEpochGoesWhenItsOffsetsArePublished() throws {
        let system = disk.process()
        let first = try TestProcess(system)
        let lost = try first.sealEpoch(0, 10)
        system.kill()
        let process = try TestProcess(disk.process(), seed: 2)
        #expect(try process.settle(CommittedPosition(offset: 0, metadata: "")).map(\.verdict) == [.rollBack])
        #expect(names(root + "/_aside/g/rolled").contains(lost.id.description))
        try process.store.publish(process.sealEpoch(0, 6).id)
        #expect(names(root + "/_aside/g/rolled").contains(lost.id.description), "4 offsets are still missing")
        try process.store.publish(process.sealEpoch(6, 12).id)
        #expect(names(root + "/_aside/g/rolled").isEmpty)
        #expect(try DiskJudge(disk).offsets == Array(0..<12))
    }

    @Test func undecidedEpochsStayAsideAndMakeThePartitionKnown() throws {
        let system = disk.process()
        let lost = try TestProcess(system).sealEpoch(0, 10)
        system.kill()
        let process = try TestProcess(disk.process(), seed: 2)
        #expect(try process.settle(CommittedPosition(offset: 10, metadata: "")).map(\.rule) == [.unproven])
        #expect(try process.store.undecided(of: TestProcess.partition).map(\.manifest) == [lost])
        try process.store.publish(process.sealEpoch(10, 20).id)
        #expect(try process.store.undecided(of: TestProcess.partition).count == 1)
    }

    @Test func aDamagedManifestIsSetAsideAndSaidLoudly() throws {
        let system = disk.process()
        let lost = try TestProcess(system).sealEpoch(0, 10)
        system.kill()
        disk.overwrite(root + "/_pending/g/0/\(lost.id)/manifest.json", with: Array("{\"version\":1,".utf8))
        let process = try TestProcess(disk.process(), seed: 2)
        let listing = try process.store.sealedEpochs()
        #expect(listing.epochs.isEmpty && listing.damaged.count == 1)
        #expect(names(root + "/_aside/g/undecided").contains(lost.id.description))
    }

    @Test func aNewerManifestIsRefusedUntouched() throws {
        let system = disk.process()
        let lost = try TestProcess(system).sealEpoch(0, 10)
        system.kill()
        let path = root + "/_pending/g/0/\(lost.id)/manifest.json"
        disk.overwrite(path, with: Array("{\"version\":2}".utf8))
        let process = try TestProcess(disk.process(), seed: 2)
        let before = disk.contents()
        let error = #expect(throws: StoreError.self) { try process.settle(nil) }
        #expect(error?.code == .newerVersion)
        #expect(disk.contents() == before)
    }

    @Test func twinsOfOneRangeAreNotTakenForLinked() throws {
        let system = disk.process()
        let one = try TestProcess(system)
        let lost = try one.sealEpoch(0, 10)
        one.store.orphan(lost.id)
        let two = try TestProcess(disk.process(), seed: 2)
        let kept = try two.sealEpoch(0, 10)
        try two.store.publish(kept.id)
        let epoch = try #require(try one.store.sealedEpochs().epochs.first { $0.manifest.id == lost.id })
        let facts = try one.store.facts(
            of: epoch, committed: committed(kept, slot: two.store.slot), isOwner: true, isOnlyRoot: true)
        #expect(!facts.isLinked && !facts.isPublished && facts.publishedEnd == 10)
        #expect(SettlingRule.decide(lost, facts).verdict == .rollBack)
    }
}
