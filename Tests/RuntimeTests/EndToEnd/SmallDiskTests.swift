// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import Platform
import Runtime
import SluiceTesting
import Testing

@Suite(.timeLimit(.minutes(5)))
struct SmallDiskTests {
    /// Whether this process may mount: a directory shows it before any test runs.
    private static let mayMount: Bool = {
        guard geteuid() == 0, let directory = try? TemporaryDirectory() else { return false }
        let path = directory.path
        return system("mount -t tmpfs -o size=1m tmpfs \(path) 2>/dev/null && umount \(path)") == 0
    }()

    /// Options of the archive and what is told: without `min_free` the full disk itself, else that it is nearly full.
    @Test(
        .enabled(if: mayMount, "needs root that may mount a tmpfs"), .serialized,
        arguments: [("min_free: 0", "No space left"), ("", "less than 'min_free'")])
    func aRealDiskThatFillsUpIsToldAndNothingIsLost(_ options: String, _ reason: String) async throws {
        let directory = try TemporaryDirectory()
        try #require(system("mount -t tmpfs -o size=80m tmpfs \(directory.path)") == 0)
        defer { _ = system("umount -l \(directory.path)") }
        let world = try MockWorld()
        try await world.produce(0..<100)
        let root = directory.path + "/archive"
        let service = try world.start(try world.plan(root: root, archive: options), files: PosixFileSystem())
        try await service.untilSealed(100)
        _ = system("cat /dev/zero >\(directory.path)/filler 2>/dev/null")
        try await world.produce(100..<500)
        try await until("it is told\n\(service.log())") { service.page("/health").text.contains(reason) }
        #expect(service.service.sealedRecords == 100)
        _ = system("rm \(directory.path)/filler")
        try await service.untilSealed(500)
        try await until("it is healthy again") { service.isHealthy }
        #expect(await service.stop() == .stopped)
        try ArchiveView(root: root, files: PosixFileSystem()).expectExactly(0..<500)
    }
}
