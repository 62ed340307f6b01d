// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import KafkaClient
import Platform
import Sinks
import SluiceTesting
import Testing

/// The store on the machine's own file system.
struct PosixStoreTests {
    private let directory: TemporaryDirectory
    private let system = PosixFileSystem()
    private var root: String { directory.path + "/deep/root" }

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func process(seed: UInt64 = 1) throws -> TestProcess { try TestProcess(system, root: root, seed: seed) }

    private func text(_ path: String) throws -> String {
        String(decoding: try system.contents(root + "/" + path), as: UTF8.self)
    }

    @Test func anEpochGoesFromPendingToItsFinalNames() throws {
        let process = try process()
        let manifest = try process.sealEpoch(0, 10)
        try process.store.publish(manifest.id)
        #expect(try text(manifest.files[0].path) == "0\n2\n4\n6\n8\n")
        #expect(try system.list(root + "/_manifests/g/t/0").count == 1)
        #expect(try system.list(root + "/_pending/g/0").map(\.name) == ["lock", "tenure"])
        #expect(try process.store.coverage(of: TestProcess.partition).newest == Sample.incarnation(1))
    }

    @Test func aSealedEpochIsFoundAndPublishedByTheNextHolderOfItsSlot() throws {
        let first = try process()
        let manifest = try first.sealEpoch(0, 10)
        first.store.close()
        let next = try process(seed: 2)
        #expect(next.store.slot == first.store.slot)
        let metadata = CommitMetadata.next(
            after: nil, manifest: manifest, slot: first.store.slot, lastRecord: manifest.lastRecord, logStart: 0,
            origin: 0)
        let committed = CommittedPosition(offset: 10, metadata: metadata.encode())
        #expect(try next.settle(committed).map(\.rule) == [.named])
        #expect(try text(manifest.files[1].path) == "1\n3\n5\n7\n9\n")
        #expect(try next.settle(committed).isEmpty)
    }

    @Test func slotsAreHeldByDescriptorsNotByPaths() throws {
        let (one, two) = (try process(), try process(seed: 2))
        #expect([one, two].map(\.store.slot.number) == [0, 1])
        _ = try two.sealEpoch(0, 10)
        #expect(try one.store.takeUnlockedSlots(sessionTimeout: .zero, now: .zero).isEmpty)
        two.store.close()
        #expect(try one.store.takeUnlockedSlots(sessionTimeout: .zero, now: .zero).map(\.number) == [1])
        #expect(try one.settle(CommittedPosition(offset: 0, metadata: "")).map(\.verdict) == [.rollBack])
    }

    @Test func aSymbolicLinkBelowTheRootIsNotFollowed() throws {
        let process = try process()
        let manifest = try process.sealEpoch(0, 10)
        try system.createDirectory(directory.path + "/elsewhere")
        #expect(symlink(directory.path + "/elsewhere", root + "/odd") == 0)
        let error = #expect(throws: StoreError.self) { try process.store.publish(manifest.id) }
        #expect(error?.code == .escape)
        #expect(try system.list(directory.path + "/elsewhere").isEmpty)
        try system.unlink(root + "/odd")
        try process.store.publish(manifest.id)
    }

    @Test func theRootItselfMayBeASymbolicLink() throws {
        try system.createDirectory(directory.path + "/disk")
        #expect(symlink(directory.path + "/disk", directory.path + "/link") == 0)
        let process = try TestProcess(system, root: directory.path + "/link")
        try process.store.publish(process.sealEpoch(0, 10).id)
        #expect(try system.list(directory.path + "/disk/even").count == 1)
    }

    @Test func aRolledBackEpochGoesWhenItIsCovered() throws {
        let process = try process()
        let lost = try process.sealEpoch(0, 10)
        process.store.orphan(lost.id)
        try process.settle(CommittedPosition(offset: 0, metadata: ""))
        #expect(try system.list(root + "/_aside/g/rolled").map(\.name) == [lost.id.description])
        try process.store.publish(process.sealEpoch(0, 10).id)
        #expect(try system.list(root + "/_aside/g/rolled").isEmpty)
    }

    @Test func armedPointsKillTheProcessAtTheirNthPass() async {
        await #expect(processExitsWith: .signal(SIGKILL)) {
            setenv(FaultPoint.variable, "publish.data_linked:3", 1)
            FaultPoint.reach(.sealed)
            for _ in 0..<2 { FaultPoint.reach(.dataLinked) }
            _ = write(STDOUT_FILENO, "alive\n", 6)
            FaultPoint.reach(.dataLinked)
            exit(0)
        }
    }

    @Test func pointsThatAreNotArmedDoNothing() async {
        await #expect(processExitsWith: .success) {
            unsetenv(FaultPoint.variable)
            for point in FaultPoint.allCases { FaultPoint.reach(point) }
            exit(0)
        }
    }

    @Test func aPointThatDoesNotExistEndsTheProcess() async {
        await #expect(processExitsWith: .exitCode(64)) {
            setenv(FaultPoint.variable, "publish.nowhere", 1)
            FaultPoint.reach(.sealed)
            exit(0)
        }
    }
}
