// Sluice
// SPDX-License-Identifier: Apache-2.0

import Sinks
import SluiceTesting
import Testing

struct ManifestTests {
    static func full() -> Manifest {
        var manifest = Sample.epoch(3, 10, 20)
        manifest.next = 22
        manifest.gaps = [
            GapRange(first: 12, next: 13, reason: .compactedOrControl),
            GapRange(first: 20, next: 22, reason: .compactedOrControl),
        ]
        manifest.predecessor = Sample.id(2)
        manifest.predecessorSlot = Sample.slot(3)
        manifest.generation = Generation.first.following(supersedes: true)
        manifest.files = [
            FileEntry(
                name: "0.ndjson.zst", path: "web/dt=2024-01-01/t-0.ndjson.zst", output: "web", bytes: 10,
                checksum: "crc64:00000000000000ff", rows: 5, minEventMs: -5, maxEventMs: 9, retentionMs: 60_000),
            FileEntry(
                name: "1.ndjson.zst", path: "dead_letters/t-0.ndjson.zst", output: "dead_letters", bytes: 0,
                checksum: "crc64:0000000000000000", rows: 1, minEventMs: nil, maxEventMs: nil),
        ]
        manifest.dispositions.archived = 5
        manifest.dispositions.rows = ["web": 5, "dead_letters": 1, "unused": 0]
        manifest.dispositions.filtered = ["route[0]": 1]
        manifest.dispositions.sampled = 1
        manifest.dispositions.deduplicated = 1
        manifest.dispositions.deadLettered = 1
        (manifest.minEventMs, manifest.maxEventMs, manifest.sealedMs) = (-5, 12, 1_700_000_000_000)
        return manifest
    }

    @Test func comesBackAsWritten() throws {
        for manifest in [Self.full(), Sample.jump(4, 0, 100), Sample.jump(5, 0, 0), Sample.epoch(6, 0, 1)] {
            #expect(try Manifest.decoded(try manifest.encoded()) == manifest)
        }
    }

    @Test func isOneLineOfSortedJSON() throws {
        let text = String(decoding: try Sample.jump(4, 0, 0).encoded(), as: UTF8.self)
        #expect(text.hasPrefix("{\"cluster\":\"c\",\"dispositions\":{"))
        #expect(text.hasSuffix(",\"topic\":\"t\",\"version\":1}\n"))
        #expect(text.split(separator: "\n").count == 1)
    }

    @Test func aNewerVersionIsRefusedBeforeAnythingElseIsRead() throws {
        let error = #expect(throws: ManifestError.self) { try Manifest.decoded(Array("{\"version\":2}".utf8)) }
        #expect(error?.code == .newerVersion)
        #expect(error?.message.contains("use a newer sluice") == true)
    }

    @Test(arguments: [
        "", "{", "[]", "null", "{}", "{\"version\":1}", "{\"version\":0}", "{\"version\":\"1\"}", "\u{0}",
    ])
    func whatIsNoManifestIsDamaged(text: String) throws {
        let error = #expect(throws: ManifestError.self) { try Manifest.decoded(Array(text.utf8)) }
        #expect(error?.code == .damaged)
    }

    struct Contradiction: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let change: @Sendable (inout Manifest) -> Void

        static let all = [
            Self(testDescription: "negative partition") { $0.partition = -1 },
            Self(testDescription: "topic that leaves the root") { $0.topic = "../t" },
            Self(testDescription: "empty topic") { $0.topic = "" },
            Self(testDescription: "topic of two dots") { $0.topic = ".." },
            Self(testDescription: "empty group") { $0.group = "" },
            Self(testDescription: "negative first") { $0.first = -1 },
            Self(testDescription: "last before first") { $0.last = 9 },
            Self(testDescription: "next not after last") { $0.next = 19 },
            Self(testDescription: "record out of range") { $0.lastRecord = Sample.record(21) },
            Self(testDescription: "gap out of range") { $0.gaps[1].next = 23 },
            Self(testDescription: "empty gap") { $0.gaps[0].next = 12 },
            Self(testDescription: "overlapping gaps") { $0.gaps[0].next = 21 },
            Self(testDescription: "uncounted offset") { $0.gaps.removeFirst() },
            Self(testDescription: "record counted twice") { $0.dispositions.sampled += 1 },
            Self(testDescription: "negative count") { $0.dispositions.sampled = -1 },
            Self(testDescription: "overflowing count") { $0.dispositions.filtered["x"] = .max },
            Self(testDescription: "path up") { $0.files[0].path = "web/../../etc/x" },
            Self(testDescription: "absolute path") { $0.files[0].path = "/etc/x" },
            Self(testDescription: "path into the store") { $0.files[0].path = "_manifests/x" },
            Self(testDescription: "path with NUL") { $0.files[0].path = "web/\u{0}" },
            Self(testDescription: "name with a slash") { $0.files[0].name = "../0" },
            Self(testDescription: "the manifest's name") { $0.files[0].name = "manifest.json" },
            Self(testDescription: "one name twice") { $0.files[1].name = $0.files[0].name },
            Self(testDescription: "one path twice") { $0.files[1].path = $0.files[0].path },
            Self(testDescription: "negative bytes") { $0.files[0].bytes = -1 },
            Self(testDescription: "rows that differ") { $0.files[0].rows = 6 },
            Self(testDescription: "output without files") { $0.dispositions.rows["errors"] = 3 },
            Self(testDescription: "foreign checksum") { $0.files[0].checksum = "md5:0000000000000000" },
            Self(testDescription: "jump with files") { $0.isJump = true },
        ]
    }

    @Test(arguments: Contradiction.all) func contradictionsAreRefused(contradiction: Contradiction) throws {
        var manifest = Self.full()
        try manifest.check()
        contradiction.change(&manifest)
        #expect(throws: ManifestError.self) { try manifest.check() }
        let bytes = try manifest.encoded()
        let error = #expect(throws: ManifestError.self) { try Manifest.decoded(bytes) }
        #expect(error?.code == .inconsistent)
    }

    @Test(arguments: 0..<20) func brokenBytesNeverTrap(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let bytes = try Self.full().encoded()
        for _ in 0..<100 {
            var broken = bytes
            for _ in 0..<Int.random(in: 1...3, using: &generator) where !broken.isEmpty {
                let at = Int.random(in: 0..<broken.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: broken[at] = UInt8.random(in: 0...255, using: &generator)
                case 1: broken[at] = UInt8(ascii: "9")
                case 2: broken.insert(UInt8.random(in: 0x20..<0x7f, using: &generator), at: at)
                default: broken.removeSubrange(at...)
                }
            }
            if let manifest = try? Manifest.decoded(broken) {
                #expect((try? Manifest.decoded(try manifest.encoded())) == manifest, "seed \(seed)")
            }
        }
    }

    @Test func deepNestingIsDamage() throws {
        let bytes = [UInt8](repeating: UInt8(ascii: "["), count: 1 << 20)
        #expect(throws: ManifestError.self) { try Manifest.decoded(bytes) }
    }

    @Test func aManifestBeyondTheLimitIsNotRead() throws {
        let bytes = [UInt8](repeating: UInt8(ascii: " "), count: ProtocolLimits.manifestBytes + 1)
        let error = #expect(throws: ManifestError.self) { try Manifest.decoded(bytes) }
        #expect(error?.code == .tooLarge)
    }

    @Test(arguments: [
        ("web/a", true), ("a", true), ("a..b/c", true), (".hidden", true), ("a/_b", true), ("", false), ("/a", false),
        ("a/", false), ("a//b", false), ("./a", false), ("a/../b", false), ("..", false), ("_pending/a", false),
        ("_x", false), ("store.json", false), ("store.json/a", false), ("a\u{0}", false),
        (String(repeating: "a", count: 256), false), (String(repeating: "a/", count: 32) + "a", false),
    ])
    func onlyPathsBelowTheRootAreConfined(text: String, isConfined: Bool) {
        #expect((ConfinedPath(text) != nil) == isConfined)
    }

    @Test func namesOfGroupsAreNamesOfDirectories() {
        #expect(RootLayout.groupName("web.access-1_x") == "web.access-1_x")
        #expect(RootLayout.groupName("..") == "%2E.")
        #expect(RootLayout.groupName("a/b c\u{0}") == "a%2Fb%20c%00")
        let long = String(repeating: "/", count: 300)
        #expect(RootLayout.groupName(long).utf8.count <= 255)
        #expect(RootLayout.groupName(long) != RootLayout.groupName(long + "/"))
    }
}
