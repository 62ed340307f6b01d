// Sluice
// SPDX-License-Identifier: Apache-2.0

import Compression
import Platform
import Sinks
import SluiceTesting
import Testing

@Suite struct ArchiveReaderTests {
    static func cat(_ fixture: RootFixture, output: String? = nil, limit: Int = .max) throws -> String {
        var bytes: [UInt8] = []
        let root = try ArchiveRoot.inspect(fixture.path, fileSystem: fixture.disk.process())
        try ArchiveReader(root).cat(output: output) { text in
            bytes += text
            return bytes.count < limit
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(arguments: [Codec.zstd, .gzip, .none])
    func recordsComeOutByPartitionAndOffset(codec: Codec) throws {
        let fixture = try RootFixture(codec: codec)
        _ = try fixture.fill()
        try fixture.epoch(60..<70, isPublished: false)
        let text = try Self.cat(fixture, output: "out1")
        let expected =
            stride(from: 11, to: 60, by: 2).map { "{\"offset\":\($0),\"partition\":0}\n" }
            + stride(from: 1, to: 60, by: 2).map { "{\"offset\":\($0),\"partition\":1}\n" }
        #expect(text == expected.joined())
        #expect(try Self.cat(fixture).split(separator: "\n").count == 110)
    }

    @Test func deadLettersAreShownOnlyWhereAskedFor() throws {
        let root = try DeadLetterTests.root(DeadLetterTests.letters)
        var all = 0
        try ArchiveReader(root).cat(output: nil) {
            all += $0.count; return true
        }
        #expect(all == 0)
        try ArchiveReader(root).cat(output: "dead_letters") {
            all += $0.count; return true
        }
        #expect(all > 0)
    }

    @Test func anOutputThatNobodyWroteIsNamedWithThoseThereAre() throws {
        let fixture = try RootFixture()
        _ = try fixture.fill()
        let error = #expect(throws: ArchiveReadError.self) { _ = try Self.cat(fixture, output: "outl") }
        #expect(error?.code == .unknownOutput)
        #expect(error?.message.contains("there are 'out0', 'out1'") == true)
        #expect(try Self.cat(fixture, output: "dead_letters").isEmpty)
    }

    @Test func aReaderThatGoesAwayStopsTheWalk() throws {
        let fixture = try RootFixture()
        _ = try fixture.fill()
        let error = #expect(throws: ArchiveReadError.self) { _ = try Self.cat(fixture, limit: 1) }
        #expect(error?.code == .stopped)
    }

    @Test func damageIsToldWithTheFile() throws {
        for kind in 0..<3 {
            let fixture = try RootFixture()
            let manifests = try fixture.fill()
            let path = "/archive/" + manifests[2].files[0].path
            switch kind {
            case 0: try fixture.system.unlink(path)
            case 1: fixture.disk.overwrite(path, with: Array(try fixture.system.contents(path).dropLast(3)))
            default: fixture.disk.overwrite(fixture.path(of: manifests[2]), with: [1, 2, 3])
            }
            let error = #expect(throws: ArchiveReadError.self) { _ = try Self.cat(fixture) }
            #expect(error?.code == [.missing, .damaged, .manifest][kind])
            #expect(error?.message.contains(kind == 2 ? "_manifests" : manifests[2].files[0].path) == true)
        }
    }

    struct Gone: Sendable {
        let retentionMs: Int64?
        let nowMs: Int64?
        let words: String?
    }

    @Test(arguments: [
        Gone(retentionMs: 1000, nowMs: 6000, words: nil), Gone(retentionMs: 1000, nowMs: .max, words: nil),
        Gone(retentionMs: 1001, nowMs: 6000, words: "its retention of 1001ms is not over"),
        Gone(retentionMs: 1000, nowMs: nil, words: "its retention of 1s is not over"),
        Gone(retentionMs: nil, nowMs: .max, words: "it is to be kept for ever"),
        Gone(retentionMs: .max, nowMs: .max, words: "is not over"),
    ])
    func whatIsPastItsRetentionIsPassedOver(_ gone: Gone) throws {
        let fixture = try RootFixture(retentionMs: [nil, gone.retentionMs])
        fixture.sealedMs = 5000
        let manifests = try fixture.fill()
        let lost = try #require(manifests[1].files.first { $0.output == "out1" })
        try fixture.system.unlink("/archive/" + lost.path)
        let root = try ArchiveRoot.inspect(fixture.path, fileSystem: fixture.disk.process())
        var passedOver: [String] = []
        var text = ""
        let reader = ArchiveReader(root, nowMs: gone.nowMs) { passedOver.append($0.path) }
        do throws(ArchiveReadError) {
            try reader.cat(output: "out1") { bytes in
                text += String(decoding: bytes, as: UTF8.self)
                return true
            }
            #expect(gone.words == nil && passedOver == [lost.path])
            #expect(text.split(separator: "\n").count == 55 - Int(lost.rows))
        } catch {
            #expect(error.code == .missing && passedOver == [])
            #expect(error.message.contains("/archive/\(lost.path): missing, with \(lost.rows) rows of output 'out1'"))
            #expect(error.message.contains("from offsets 10..29 of web.access/0"))
            #expect(error.message.contains(try #require(gone.words)))
        }
    }

    @Test func listingsNameFilesAndJumps() throws {
        let fixture = try RootFixture()
        let manifests = try fixture.fill()
        #expect(ArchiveListing.lines(manifests[0], output: nil, json: false) == ["web.access/0  0..9  -  jump\n"])
        #expect(ArchiveListing.lines(manifests[0], output: "out1", json: false).isEmpty)
        let lines = ArchiveListing.lines(manifests[1], output: "out1", json: false)
        #expect(lines.count == 1 && lines[0].hasPrefix("web.access/0  10..29  out1  10 rows  "))
        let json = ArchiveListing.lines(manifests[1], output: nil, json: true)
        #expect(
            json.count == manifests[1].files.count
                && json.allSatisfy { $0.hasSuffix("}\n") && $0.contains("\"min_event_ms\":") })
        var places: [String] = []
        try ArchiveReader(fixture.root).forEachManifest { manifest in
            places.append("\(manifest.partition):\(manifest.first)")
            return places.count < 6
        }
        #expect(places == ["0:0", "0:10", "0:30", "0:31", "1:0", "1:0"])
    }

    @Test(arguments: [0, 1, 7, 8, 9, 63, 64, 1000])
    func lineEndsAreCountedAtEveryPlace(length: Int) {
        var random = SeededGenerator(seed: UInt64(length))
        let values: [UInt8] = [0x0A, 0x0B, 0x8A, 0x00, 0x0A]
        let text = (0..<length).map { _ in values[random.below(values.count)] }
        let counted = text.withUnsafeBytes { LineCount.newlines(in: $0) }
        #expect(counted == text.count { $0 == 0x0A })
    }
}
