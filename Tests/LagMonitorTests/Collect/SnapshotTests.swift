// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform
import SQLite
import SluiceTesting
import Telemetry
import Testing

@testable import LagMonitor

struct SnapshotTests {
    private static let slots = [
        CommitSlot(offset: 5, timestampMs: 1_700_000_000_000, observedAtMs: 1_700_000_001_000, lag: 7, order: 100),
        CommitSlot(offset: .max, timestampMs: 0, observedAtMs: .min, lag: nil, order: .min),
        CommitSlot(offset: .min, timestampMs: .max, observedAtMs: .max, lag: .max, order: .max),
        CommitSlot(offset: 0, timestampMs: -1, observedAtMs: 1, lag: 0, order: 0),
    ]

    private static var snapshot: ClusterSnapshot {
        var snapshot = ClusterSnapshot(clusterID: "abc", offsetsTopic: "__consumer_offsets", savedAtMs: 12)
        snapshot.places = [0: .init(position: 44, base: 0), 7: .init(position: 1, base: 900)]
        snapshot.topics = [
            StoredTopic(
                name: "a",
                partitions: [
                    .init(
                        samples: [1, 5, 5],
                        ends: LogEnds(start: 0, highWatermark: 5, lastStable: nil, sampledAtMs: 9)),
                    .init(samples: [], ends: nil, truncatedAtMs: 77),
                ]),
            StoredTopic(name: "grün", partitions: [.init(samples: [.max], ends: nil)]),
        ]
        snapshot.history = [StoredHistory(topic: "a", partition: 0, bytes: [1, 2, 3])]
        snapshot.groups = [
            StoredGroup(
                name: "g", lastCommitMs: 1_700_000_000_000, newestOrder: 100,
                membership: GroupMembership(state: "Stable", protocolType: "consumer", members: 3, coordinator: 2),
                topics: [
                    .init(
                        name: "a", partitions: 2,
                        rings: [
                            .init(partition: 0, slots: slots, owner: "/10.0.0.1", clientID: "c", isSealed: true),
                            .init(partition: 1, slots: []),
                        ]),
                    .init(name: "grün", partitions: 1, rings: []),
                ]),
            StoredGroup(name: "h", lastCommitMs: nil, newestOrder: 0, topics: []),
        ]
        return snapshot
    }

    @Test func whatIsSavedIsLoaded() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/s.sqlite"
        var second = Self.snapshot
        second.groups.removeFirst()
        second.places[0] = nil
        second.clusterID = nil
        for snapshot in [Self.snapshot, second] {
            do {
                let file = try SnapshotFile(try Database(path))
                try file.save(snapshot)
            }
            #expect(try SnapshotFile(try Database(path)).load() == snapshot)
        }
    }

    @Test func aNewFileHasNoSnapshot() throws {
        let directory = try TemporaryDirectory()
        #expect(try SnapshotFile(try Database(directory.path + "/s.sqlite")).load() == nil)
    }

    @Test func numbersOfEverySizeComeBack() {
        let numbers: [Int64] = [0, 1, -1, 63, 64, -64, -65, .max, .min, 0, .min, .max, 1 << 40]
        #expect(SnapshotBytes.numbers(SnapshotBytes.bytes(of: numbers)) == numbers)
        #expect(SnapshotBytes.numbers([]) == [])
        #expect(SnapshotBytes.slots(SnapshotBytes.bytes(of: Self.slots)) == Self.slots)
    }

    @Test func bytesThatAreNoneAreRefused() {
        let whole = SnapshotBytes.bytes(of: Self.slots)
        var refused = 0
        for length in 1..<whole.count where SnapshotBytes.slots(Array(whole.prefix(length))) == nil { refused += 1 }
        // Only cuts between two slots are rows of whole slots.
        #expect(refused == whole.count - 1 - 3)
        #expect(SnapshotBytes.numbers([UInt8](repeating: 0xff, count: 30)) == nil)
    }

    @Test(arguments: [("local", "local"), ("a b", "a_20b"), ("a_b", "a_5fb"), ("../x", "_2e_2e_2fx"), ("ü", "_c3_bc")])
    func clustersHaveFilesOfTheirOwn(name: String, file: String) {
        #expect(SnapshotKeeper.fileName(name) == file)
    }

    private func monitor() throws -> ClusterMonitor {
        try ClusterMonitor(
            ClusterPlan(name: "local", brokers: "127.0.0.1:1"), evaluation: EvaluationPlan(), time: .system,
            log: .silent)
    }

    @Test func aSnapshotOfAnotherClusterIsSetAside() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/lag-local.sqlite"
        try SnapshotFile(try Database(path)).save(Self.snapshot)
        let other = try monitor()
        SnapshotKeeper(other, directory: directory.path, log: .silent).restore(of: nil)
        #expect(other.groups().isEmpty)
        SnapshotKeeper(other, directory: directory.path, log: .silent).restore(of: "xyz")
        #expect(other.groups().isEmpty)
        #expect(try SnapshotFile(try Database(path)).load() == nil)
        let aside = try Database(path + ".other-cluster-1")
        #expect(try SnapshotFile(aside).load() == Self.snapshot)
    }

    @Test func aSnapshotOfThisClusterIsGoneOnWith() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/lag-local.sqlite"
        var snapshot = Self.snapshot
        let nowMs = TimeSource.system.wallMs()
        let slot = CommitSlot(offset: 3, timestampMs: nowMs, observedAtMs: nowMs, lag: 2, order: 100)
        snapshot.groups[0].topics[0].rings[0].slots = [slot]
        snapshot.groups[0].lastCommitMs = nowMs
        try SnapshotFile(try Database(path)).save(snapshot)
        let cluster = try monitor()
        SnapshotKeeper(cluster, directory: directory.path, log: .silent).restore(of: "abc")
        #expect(cluster.committed("g", "a") == [0: 3])
        #expect(cluster.windows(of: "g")?.partitions.first?.owner == "/10.0.0.1")
        #expect(cluster.places.withLock { $0 } == snapshot.places)
    }

    @Test func aFileOfAnotherVersionIsSetAside() throws {
        let directory = try TemporaryDirectory()
        let path = directory.path + "/lag-local.sqlite"
        try Database(path).setUserVersion(99)
        let cluster = try monitor()
        SnapshotKeeper(cluster, directory: directory.path, log: .silent).restore(of: "abc")
        #expect(cluster.groups().isEmpty)
        #expect(try Database(path).userVersion == SnapshotFile.version)
        #expect(try Database(path + ".other-version-1").userVersion == 99)
    }

    @Test func aDirectoryThatIsMissingIsMade() throws {
        let directory = try TemporaryDirectory()
        let state = directory.path + "/state"
        let cluster = try monitor()
        SnapshotKeeper(cluster, directory: state, log: .silent).restore(of: "abc")
        #expect(try Database(state + "/lag-local.sqlite").userVersion == SnapshotFile.version)
    }

    @Test func aDirectoryThatIsNowhereStopsNothing() throws {
        let cluster = try monitor()
        let keeper = SnapshotKeeper(cluster, directory: "/tmp/sluice-no-such-directory/state", log: .silent)
        keeper.restore(of: "abc")
        cluster.condition.withLock { $0.brokers.sampledAtMs = 1 }
        keeper.save()
        #expect(cluster.groups().isEmpty)
    }
}
