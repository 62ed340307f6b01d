// Sluice
// SPDX-License-Identifier: Apache-2.0

import KafkaClient
import Platform
import Sinks
import SluiceTesting
import Testing

@Suite struct LedgerDamageTests {
    static let place = TestProcess.partition

    /// A way to break a segment, and who notices.
    struct Damage: Sendable, CustomTestStringConvertible {
        let name: String
        /// Whether a process refuses to start with the partition.
        var stopsTheStore = true
        /// What the audit finds besides the damaged ledger and the offsets that it hides.
        var alsoFound: Set<AuditFinding.Kind> = [.hole, .unnamedFile]
        var stopsReaders = true
        var code = StoreError.Code.damaged
        let breaks: @Sendable (LedgerWorld, String, inout [UInt8]) throws -> Void
        var testDescription: String { name }
    }

    static func position(of text: String, in bytes: [UInt8]) throws -> Int {
        let text = Array(text.utf8)
        return try #require((0...bytes.count - text.count).last { Array(bytes[$0..<$0 + text.count]) == text })
    }

    static let damages: [Damage] = [
        Damage(name: "a byte of a manifest", stopsTheStore: false, alsoFound: [.manifestInconsistent, .unnamedFile]) {
            _, _, bytes in
            // A digit of its next offset.
            let place = try #require(
                (0..<bytes.count).first { Array(bytes[$0...].prefix(8)) == Array("\"last\":9".utf8) })
            bytes[place + 7] = UInt8(ascii: "8")
        },
        Damage(name: "a byte of the index", stopsTheStore: false) { _, _, bytes in
            bytes[try position(of: ".json ", in: bytes)] ^= 1
        },
        Damage(name: "a byte of the summary", stopsReaders: false) { _, _, bytes in
            bytes[try position(of: "reached", in: bytes) + 12] ^= 1
        },
        Damage(name: "a byte of the last line") { _, _, bytes in
            bytes[try position(of: "summary_checksum", in: bytes) + 26] ^= 1
        },
        Damage(name: "cut") { _, _, bytes in bytes.removeLast(40) },
        Damage(name: "cut by its newline") { _, _, bytes in bytes.removeLast() },
        Damage(name: "half of it") { _, _, bytes in bytes.removeLast(bytes.count / 2) },
        Damage(name: "empty") { _, _, bytes in bytes = [] },
        Damage(name: "zeros") { _, _, bytes in bytes = [UInt8](repeating: 0, count: bytes.count) },
        Damage(name: "a line too many") { _, _, bytes in bytes += Array("{}\n".utf8) },
        Damage(name: "the first byte is missing") { _, _, bytes in bytes.removeFirst() },
        Damage(name: "the bytes of another segment") { world, _, bytes in
            bytes = (world.disk.contents()[world.segments[1]] ?? nil) ?? []
        },
        Damage(name: "a newer version", code: .newerVersion) { _, _, bytes in
            let place = try position(of: "\"version\":1", in: bytes)
            bytes[place + 10] = UInt8(ascii: "2")
        },
        Damage(name: "a place beyond its end") { _, _, bytes in
            let place = try position(of: "\"summary\":", in: bytes)
            bytes.insert(UInt8(ascii: "9"), at: place + 10)
        },
    ]

    @Test(arguments: damages)
    func aDamagedSegmentIsFoundAndNothingIsReadAgain(_ damage: Damage) throws {
        let world = try LedgerWorld()
        let process = try world.process()
        let jump = Sample.jump(900, 0, 0, slot: process.store.slot)
        try process.store.seal(jump)
        try process.store.publish(jump.id)
        try world.publish(14, by: process)
        process.store.close()
        let path = try #require(world.segments.first)
        let healthy = (world.disk.contents()[path] ?? nil) ?? []
        var bytes = healthy
        try damage.breaks(world, path, &bytes)
        #expect(bytes != healthy)
        world.disk.overwrite(path, with: bytes)
        let before = world.disk.contents()

        let other = try world.process()
        if damage.stopsTheStore {
            let error = #expect(throws: StoreError.self) { try other.store.coverage(of: Self.place) }
            #expect(error?.code == damage.code && error?.mayPass == false, "\(String(describing: error))")
            #expect(error?.message.contains(path) == true, "\(String(describing: error))")
            let words = damage.code == .damaged ? "put it back from a copy" : "use a newer sluice, nothing was changed"
            #expect(error?.message.contains(words) == true)
        } else {
            #expect(try other.store.coverage(of: Self.place).incarnations == world.coverage(with: jump))
        }
        other.store.close()
        #expect(
            world.disk.contents().filter { $0.key.contains("_manifests") }
                == before.filter { $0.key.contains("_manifests") })

        var audit = Audit([try ArchiveRoot.inspect("/data/root", fileSystem: world.disk.process())])
        let report = try audit.run()
        let wrong = report.findings.filter(\.kind.isWrong)
        #expect(wrong.filter { $0.kind == .ledgerDamaged }.map(\.place) == [path], "\(report.text())")
        #expect(Set(wrong.map(\.kind)).subtracting(damage.alsoFound) == [.ledgerDamaged], "\(report.text())")
        // The rest of the partition is judged all the same.
        #expect(report.partitions.first?.next == 140 && report.exitCode == 1)
        let reader = ArchiveReader(try ArchiveRoot.inspect("/data/root", fileSystem: world.disk.process()))
        if damage.stopsReaders {
            #expect(throws: ArchiveReadError.self) { try reader.cat(output: nil) { _ in true } }
        } else {
            try reader.cat(output: nil) { _ in true }
        }

        world.disk.overwrite(path, with: healthy)
        #expect(try world.process().store.coverage(of: Self.place).incarnations == world.coverage(with: jump))
        var again = Audit([try ArchiveRoot.inspect("/data/root", fileSystem: world.disk.process())])
        #expect(try again.run().exitCode == 0)
    }

    @Test func namesOfOthersInALedgerAreTold() throws {
        let world = try LedgerWorld()
        let process = try world.process()
        try world.publish(9, by: process)
        let path = try #require(world.segments.first)
        try process.system.create(world.directory + "/ledger/notes.txt", [])
        try process.system.rename(path, world.directory + "/ledger/kept.ndjson")
        var audit = Audit([process.store.root])
        let findings = try audit.run().findings
        #expect(
            findings.filter { $0.kind == .foreign }.map(\.place) == [
                world.directory + "/ledger/kept.ndjson", world.directory + "/ledger/notes.txt",
            ])
        #expect(findings.contains { $0.kind == .hole || $0.kind == .unnamedFile })
    }

    @Test func aLinkInPlaceOfALedgerIsNotFollowed() throws {
        let world = try LedgerWorld()
        let process = try world.process()
        try world.publish(9, by: process)
        process.store.close()
        try process.system.rename(world.directory + "/ledger", "/data/elsewhere")
        world.disk.plantSymbolicLink(world.directory + "/ledger", to: "/data/elsewhere")
        let error = #expect(throws: StoreError.self) { try world.process().store.coverage(of: Self.place) }
        #expect(error?.code == .escape)
        var audit = Audit([try ArchiveRoot.inspect("/data/root", fileSystem: world.disk.process())])
        #expect(try audit.run().findings.contains { $0.kind == .ledgerDamaged })
    }
}
