// Sluice
// SPDX-License-Identifier: Apache-2.0

import Compression
import Platform
import Sinks
import SluiceTesting
import Testing

@Suite struct AuditDamageTests {
    /// A way to break a whole root, and what the audit has to say of it: this and nothing else that is wrong.
    struct Damage: Sendable, CustomTestStringConvertible {
        let name: String
        let expected: [AuditFinding.Kind]
        let words: String
        let breaks: @Sendable (RootFixture, [Manifest]) throws -> Void
        var testDescription: String { name }

        init(
            _ name: String, _ expected: [AuditFinding.Kind], _ words: String,
            _ breaks: @escaping @Sendable (RootFixture, [Manifest]) throws -> Void
        ) {
            (self.name, self.expected, self.words, self.breaks) = (name, expected, words, breaks)
        }
    }

    /// Rewrites a manifest; its name stays.
    static func edit(
        _ fixture: RootFixture, _ manifest: Manifest, _ change: (inout Manifest) -> Void
    ) throws {
        var edited = manifest
        change(&edited)
        fixture.disk.overwrite(fixture.path(of: manifest), with: try edited.encoded())
    }

    static func overwrite(
        _ fixture: RootFixture, _ path: String, _ change: (inout [UInt8]) throws -> Void
    ) throws {
        var bytes = try fixture.system.contents(path)
        try change(&bytes)
        fixture.disk.overwrite(path, with: bytes)
    }

    static let damages: [Damage] = [
        Damage("a file is gone", [.fileMissing], "missing") { fixture, manifests in
            try fixture.system.unlink("/archive/" + manifests[1].files[0].path)
        },
        Damage("a byte is flipped", [.fileChecksum], "checksum") { fixture, manifests in
            try overwrite(fixture, "/archive/" + manifests[1].files[1].path) { $0[$0.count / 2] ^= 4 }
        },
        Damage("a file is cut", [.fileSize], "its manifest says") { fixture, manifests in
            try overwrite(fixture, "/archive/" + manifests[1].files[1].path) { $0.removeLast() }
        },
        Damage("a file is longer", [.fileSize], "its manifest says") { fixture, manifests in
            try overwrite(fixture, "/archive/" + manifests[3].files[0].path) { $0.append(0) }
        },
        Damage("a file became a directory", [.fileReplaced], "not a plain file") { fixture, manifests in
            try fixture.system.unlink("/archive/" + manifests[1].files[0].path)
            try fixture.system.createDirectory("/archive/" + manifests[1].files[0].path)
        },
        Damage("a file became a link to its bytes", [.fileReplaced], "not a plain file") { fixture, manifests in
            let path = "/archive/" + manifests[1].files[0].path
            try fixture.system.rename(path, "/moved")
            fixture.disk.plantSymbolicLink(path, to: "/moved")
        },
        Damage("a directory became a link to itself elsewhere", [.fileReplaced, .fileReplaced], "links") {
            fixture, manifests in
            try fixture.system.rename("/archive/web/h=02", "/moved")
            fixture.disk.plantSymbolicLink("/archive/web/h=02", to: "/moved")
        },
        Damage("rows were added to file and manifest alike", [.fileRows], "21 rows, its manifest says 11") {
            fixture, manifests in
            let file = manifests[1].files.first { $0.output == "out1" }
            let path = "/archive/" + (file?.path ?? "")
            let extra = try Frames.frame(Array(repeating: "{}\n", count: 11).joined(), .zstd)
            try overwrite(fixture, path) { $0 += extra }
            let bytes = try fixture.system.contents(path)
            try edit(fixture, manifests[1]) { manifest in
                for index in manifest.files.indices where manifest.files[index].output == "out1" {
                    manifest.files[index].bytes = Int64(bytes.count)
                    manifest.files[index].checksum = "crc64:" + Checksum(of: bytes.span.bytes).hexadecimal
                    manifest.files[index].rows = 11
                }
                manifest.dispositions.rows["out1"] = 11
            }
        },
        Damage("a file that no reader can read is listed as it is", [.fileUnreadable], "frame") { fixture, manifests in
            let bytes = Array("no frame of any kind".utf8)
            fixture.disk.overwrite("/archive/" + manifests[2].files[0].path, with: bytes)
            try edit(fixture, manifests[2]) { manifest in
                manifest.files[0].bytes = Int64(bytes.count)
                manifest.files[0].checksum = "crc64:" + Checksum(of: bytes.span.bytes).hexadecimal
            }
        },
        Damage("the manifest in the middle is gone", [.hole, .unnamedFile], "") { fixture, manifests in
            try fixture.system.unlink(fixture.path(of: manifests[2]))
        },
        Damage("the first manifest is gone", [.hole], "came to offset 10") { fixture, manifests in
            try fixture.system.unlink(fixture.path(of: manifests[0]))
        },
        Damage("a manifest has another name", [.hole, .unnamedFile], "") { fixture, manifests in
            try fixture.system.rename(fixture.path(of: manifests[2]), fixture.path(of: manifests[2]) + ".bak")
        },
        Damage("a manifest lies in another partition", [.hole, .manifestMisplaced, .overlap], "") {
            fixture, manifests in
            try fixture.system.rename(
                fixture.path(of: manifests[2]),
                "/archive/_manifests/group/web.access/1/\(ManifestName(manifests[2]))")
        },
        Damage("a manifest is cut", [.manifestUnreadable], "not a manifest") { fixture, manifests in
            try overwrite(fixture, fixture.path(of: manifests[1])) { $0.removeLast(10) }
        },
        Damage("a manifest is empty", [.manifestUnreadable], "not a manifest") { fixture, manifests in
            fixture.disk.overwrite(fixture.path(of: manifests[0]), with: [])
        },
        Damage("a manifest of a later version", [.manifestUnreadable], "newer than this program") {
            fixture, manifests in
            try overwrite(fixture, fixture.path(of: manifests[1])) { bytes in
                let text = String(decoding: bytes, as: UTF8.self)
                bytes = Array(text.replacing("\"version\":1", with: "\"version\":2").utf8)
            }
        },
        Damage("a manifest with a range of its own", [.manifestMisplaced], "another epoch") { fixture, manifests in
            try edit(fixture, manifests[3]) { manifest in
                manifest.last += 1
                manifest.next += 1
                manifest.dispositions.archived += 1
            }
        },
        Damage("a range twice", [.overlap], "offsets 30..30 ") { fixture, manifests in
            var copy = manifests[2]
            var generator = SeededGenerator(seed: 99)
            copy.id = EpochID(using: &generator)
            try fixture.system.create(fixture.path(of: copy), try copy.encoded())
        },
        Damage("a range that reaches into both neighbours", [.overlap, .overlap], "are covered by two epochs") {
            fixture, manifests in
            var copy = manifests[2]
            var generator = SeededGenerator(seed: 99)
            copy.id = EpochID(using: &generator)
            copy.first = 29
            copy.last = 31
            copy.next = 32
            copy.dispositions.archived = 3
            try fixture.system.unlink(fixture.path(of: manifests[2]))
            try fixture.system.create(fixture.path(of: copy), try copy.encoded())
        },
        Damage("counts that do not make up the range", [.manifestInconsistent], "do not make up 20 offsets") {
            fixture, manifests in
            try overwrite(fixture, fixture.path(of: manifests[1])) { bytes in
                let text = String(decoding: bytes, as: UTF8.self)
                bytes = Array(text.replacing("\"archived\":20", with: "\"archived\":19").utf8)
            }
        },
        Damage("an undecided epoch", [.undecided], "nobody knows") { fixture, manifests in
            let directory = "/archive/_aside/group/undecided/\(manifests[1].id)"
            try fixture.system.createDirectory(directory)
            try fixture.system.create(directory + "/manifest.json", try manifests[1].encoded())
        },
    ]

    @Test(arguments: damages)
    func eachDamageIsFoundAndNothingElse(_ damage: Damage) throws {
        let fixture = try RootFixture()
        let manifests = try fixture.fill()
        try damage.breaks(fixture, manifests)
        let report = try fixture.audit()
        let wrong = report.findings.filter(\.kind.isWrong)
        #expect(wrong.map(\.kind.rawValue).sorted() == damage.expected.map(\.rawValue).sorted(), "\(wrong)")
        #expect(wrong.allSatisfy { damage.words.isEmpty || $0.message.contains(damage.words) }, "\(wrong)")
        #expect(report.exitCode == 1)
        #expect(report.text().contains("audit: NOT ok"))
    }
}

/// One frame of text.
enum Frames {
    static func frame(_ text: String, _ codec: Codec) throws -> [UInt8] {
        var compressor = try Compressor(codec)
        let bytes = Array(text.utf8)
        var buffer = [UInt8](repeating: 0, count: compressor.bound(for: bytes.count))
        var span = buffer.mutableSpan
        var output = span.mutableBytes
        let size = try compressor.compress(bytes.span.bytes, into: &output)
        return Array(buffer[..<size])
    }
}
