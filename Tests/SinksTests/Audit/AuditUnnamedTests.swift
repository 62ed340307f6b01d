// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform
import Sinks
import SluiceTesting
import Testing

@Suite struct AuditUnnamedTests {
    @Test(arguments: ["web", "web.access", "a-b-7", "-", "_x", String(repeating: "t", count: 249)])
    func everyNameThatIsGivenIsTakenApart(topic: String) throws {
        let life = RootFixture.incarnation
        for generation in [Generation.first, .first.following(supersedes: true), .first.following(supersedes: false)] {
            let final = FinalName(
                topic: topic, partition: 12, incarnation: life, generation: generation, first: 0, last: 99)
            let name = try #require(DataFileName(final.name(file: 3, extension: ".ndjson.zst")))
            #expect(name.partition == 12 && name.incarnation == life && name.generation == generation)
            #expect(name.first == 0 && name.last == 99)
            #expect(name.isOf(topic: topic))
            #expect(!name.isOf(topic: topic + "x"))
        }
    }

    @Test(arguments: [
        "", "-", ".ndjson", "web", "web-0-0001000000001234-0-9-0", "web-0-0001000000001234-0-9-0.",
        "0-0001000000001234-0-9-0.ndjson", "-0-0001000000001234-0-9-0.ndjson", "web-0-000100000000123-0-9-0.ndjson",
        "web-0-0001000000001234-9-0-0.ndjson", "web-0-0001000000001234-0-09-0.ndjson",
        "web-0-0001000000001234-0-9223372036854775808-0.ndjson", "web-2147483648-0001000000001234-0-9-0.ndjson",
        "web-0-0001000000001234-s0-0-9-0.ndjson", "web-0-0001000000001234-x1-0-9-0.ndjson",
        "web-0-s1-0-9-0.ndjson", "web-0-0001000000001234-0-9-65536.ndjson", ".web-0-0001000000001234-0-9-0.ndjson",
        "web-0-0001000000001234-0-9-0.ndjson~", "web-0-0001000000001234-0-9-x.ndjson",
    ])
    func otherNamesAreNot(text: String) {
        #expect(DataFileName(text) == nil)
    }

    /// Something that lies among the data, and all that the audit has to say of it.
    struct Stray: Sendable, CustomTestStringConvertible {
        let name: String
        let expected: [AuditFinding.Kind]
        let plants: @Sendable (RootFixture, [Manifest]) throws -> Void
        var testDescription: String { name }

        init(
            _ name: String, _ expected: [AuditFinding.Kind],
            _ plants: @escaping @Sendable (RootFixture, [Manifest]) throws -> Void
        ) {
            (self.name, self.expected, self.plants) = (name, expected, plants)
        }
    }

    static func copy(_ fixture: RootFixture, _ file: FileEntry, to path: String) throws {
        try fixture.system.create("/archive/" + path, try fixture.system.contents("/archive/" + file.path))
    }

    static let strays: [Stray] = [
        Stray("a copy with another number", [.unnamedFile]) { fixture, manifests in
            let file = manifests[2].files[0]
            try copy(fixture, file, to: file.path.replacing("-30-30-0.", with: "-30-30-7."))
        },
        Stray("a copy in another directory", [.unnamedFile]) { fixture, manifests in
            let file = manifests[2].files[0]
            try copy(fixture, file, to: "all/" + (file.path.split(separator: "/").last ?? "") + ".bak")
        },
        Stray("a file of a partition that nobody has published", [.unnamedFile]) { fixture, manifests in
            try copy(fixture, manifests[2].files[0], to: "web/web.access-9-0001000000001234-0-9-0.ndjson")
        },
        Stray("a file of another incarnation", [.unnamedFile]) { fixture, manifests in
            try copy(fixture, manifests[2].files[0], to: "web/web.access-0-0002000000001234-30-30-0.ndjson")
        },
        Stray("a file in a directory that nobody knows", [.unnamedFile]) { fixture, manifests in
            try fixture.system.createDirectory("/archive/old")
            try fixture.system.createDirectory("/archive/old/er")
            try copy(fixture, manifests[2].files[0], to: "old/er/web.access-0-0001000000001234-30-30-0.ndjson.zst")
        },
        Stray("a file beside the directories", [.unnamedFile]) { fixture, manifests in
            try copy(fixture, manifests[2].files[0], to: "web.access-0-0001000000001234-30-30-0.ndjson.zst")
        },
        Stray("a moved file", [.fileMissing, .unnamedFile]) { fixture, manifests in
            let path = "/archive/" + manifests[2].files[0].path
            try fixture.system.rename(path, "/archive/all/" + (path.split(separator: "/").last ?? ""))
        },
        Stray("the file of a manifest that is gone", [.hole, .unnamedFile]) { fixture, manifests in
            try fixture.system.unlink(fixture.path(of: manifests[2]))
        },
        Stray("files of a manifest that cannot be read", [.manifestUnreadable]) { fixture, manifests in
            fixture.disk.overwrite(fixture.path(of: manifests[1]), with: [1])
        },
        Stray("a file that a sealed epoch has linked", [.pending]) { fixture, _ in
            let epoch = try fixture.epoch(60..<61, isPublished: false)
            let source = "/archive/_pending/group/0/\(epoch.id)/\(epoch.files[0].name)"
            try fixture.system.createDirectory("/archive/web/h=10")
            try fixture.system.link(source, "/archive/" + epoch.files[0].path)
        },
        Stray("a file that an undecided epoch has linked", [.undecided]) { fixture, _ in
            let epoch = try fixture.epoch(60..<61, isPublished: false)
            let source = "/archive/_pending/group/0/\(epoch.id)"
            try fixture.system.createDirectory("/archive/web/h=10")
            try fixture.system.link(source + "/" + epoch.files[0].name, "/archive/" + epoch.files[0].path)
            try fixture.system.rename(source, "/archive/_aside/group/undecided/\(epoch.id)")
        },
        Stray("files of others", [.foreign, .foreign, .foreign, .foreign]) { fixture, manifests in
            for name in ["_SUCCESS", ".web.access-0-0001000000001234-30-30-0.ndjson.Ab12", "notes.txt"] {
                try copy(fixture, manifests[2].files[0], to: "all/" + name)
            }
            fixture.disk.plantSymbolicLink("/archive/link", to: "/archive/all")
        },
        Stray("what lies in directories that are not for data", []) { fixture, manifests in
            for directory in ["_mine", "lost+found"] {
                try fixture.system.createDirectory("/archive/" + directory)
                try copy(
                    fixture, manifests[2].files[0],
                    to: directory + "/web.access-0-0001000000001234-30-30-5.ndjson.zst")
            }
        },
        Stray("a directory that cannot be listed", [.fileUnreadable]) { fixture, _ in
            try fixture.system.createDirectory("/archive/closed")
        },
    ]

    @Test(arguments: strays, [AuditLimits.namedFilesMax, 3])
    func filesThatNoManifestNamesAreFound(_ stray: Stray, namedFilesMax: Int) throws {
        let fixture = try RootFixture()
        let manifests = try fixture.fill()
        try stray.plants(fixture, manifests)
        fixture.store.close()
        let reader = fixture.disk.process()
        reader.inject(MemoryFault(.list, path: "/archive/closed", code: 13))
        var options = AuditOptions()
        options.namedFilesMax = namedFilesMax
        var audit = Audit([try ArchiveRoot.inspect(fixture.path, fileSystem: reader)], options: options)
        let report = try audit.run()
        let found = report.findings.map(\.kind.rawValue).sorted()
        #expect(found == stray.expected.map(\.rawValue).sorted(), "\(report.text())")
        #expect(report.exitCode == (stray.expected.contains(where: \.isWrong) ? 1 : 0))
    }

    @Test func manyFilesOfOthersAreCounted() throws {
        let fixture = try RootFixture()
        _ = try fixture.fill()
        fixture.store.close()
        for number in 0..<250 { try fixture.system.create("/archive/all/\(number).txt", []) }
        let report = try fixture.audit()
        #expect(report.exitCode == 0 && report.findings.count == 101)
        #expect(report.findings.last?.message == "150 more names that are no data files of Sluice's")
    }

    @Test func whatIsPublishedMeanwhileIsNotTakenForUnnamed() throws {
        let fixture = try RootFixture()
        _ = try fixture.fill()
        let late = try fixture.epoch(60..<70, isPublished: false)
        var isPublished = false
        var audit = Audit([try ArchiveRoot.inspect(fixture.path, fileSystem: fixture.disk.process())]) { state in
            guard state.partitionsDone == 2, !isPublished else { return }
            isPublished = true
            // The manifests of both partitions have been read.
            do {
                try fixture.store.publish(late.id)
            } catch {
                Issue.record(error)
            }
        }
        let report = try audit.run()
        #expect(isPublished && report.exitCode == 0, "\(report.text())")
        #expect(!report.findings.contains { $0.kind == .unnamedFile })
    }
}
