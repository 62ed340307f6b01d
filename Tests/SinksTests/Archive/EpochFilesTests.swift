// Sluice
// SPDX-License-Identifier: Apache-2.0

import Compression
import Glibc
import Platform
import Records
import Sinks
import SluiceTesting
import Testing

@Suite struct EpochFilesTests {
    static let key = EpochKey(rawValue: 9)
    static let incarnation = Incarnation(after: nil, bits: 0xabc)
    static let finalName = FinalName(
        topic: "web.access", partition: 3, incarnation: incarnation, first: 100, last: 199)

    /// A disk with an epoch's directory, and the deliveries of an epoch with two outputs.
    struct Bench: ~Copyable {
        let disk = MemoryDisk()
        let system: MemoryFileSystem
        let files: EpochFiles
        let deliveries: [ChunkDelivery]
        let expected: [Int: DeliveredFile]

        init(_ codec: Codec = .zstd, lines: Int = 200, chunkBytes: Int = 500) throws {
            system = disk.process()
            try system.createDirectory("/epoch")
            let fixture = try ArchiveFixture(["{a}", "all"], codec: codec)
            let open = OpenFiles(
                outputs: fixture.outputs, limits: OpenFilesLimits(filesMax: 3, chunkBytes: chunkBytes),
                pool: ChunkPool())
            let epoch = EpochOutputs(EpochFilesTests.key, topic: "web.access", partition: 3, files: open)
            for index in 0..<lines {
                let line = "{\"n\":\(index),\"a\":\(index * 5 / lines)}"
                fixture.append(line, timeMs: Int64(index), to: index % 2, of: epoch)
            }
            epoch.finish()
            deliveries = open.takeDeliveries()
            expected = DeliveredFile.files(deliveries)
            files = EpochFiles(outputs: fixture.outputs, files: system, pool: ChunkPool())
            files.begin(EpochFilesTests.key, directory: "/epoch")
        }

        func check(_ entries: [FileEntry], codec: Codec) throws {
            #expect(entries.count == expected.count)
            for entry in entries {
                let number = Int(entry.name.prefix { $0 != "." }) ?? -1
                let file = try #require(expected[number])
                let bytes = try system.contents("/epoch/" + entry.name)
                #expect(Int64(bytes.count) == entry.bytes)
                #expect("crc64:" + Checksum(of: bytes.span.bytes).hexadecimal == entry.checksum)
                #expect(try Plain.text(bytes, codec) == file.text)
                #expect(entry.rows == Int64(file.rows))
                #expect(entry.minEventMs == file.timesMs?.lowerBound && entry.maxEventMs == file.timesMs?.upperBound)
                #expect(entry.output == "out\(file.output)")
                let name = "web.access-3-\(EpochFilesTests.incarnation)-100-199-\(number).ndjson" + codec.fileExtension
                #expect(entry.path == file.directory + "/" + name)
                #expect(ConfinedPath(entry.path) != nil && ConfinedPath.isFileName(entry.name))
            }
        }
    }

    @Test(arguments: [Codec.none, .zstd, .gzip])
    func entriesSayWhatTheFilesHold(codec: Codec) throws {
        let bench = try Bench(codec)
        for delivery in bench.deliveries { try bench.files.write(delivery) }
        let entries = try bench.files.finish(Self.key, as: Self.finalName)
        try bench.check(entries, codec: codec)
        #expect(bench.files.openCount == 0)
        // Every byte is durable: a power cut takes none.
        bench.disk.cutPower(seed: 1)
    }

    @Test func aFileThatEndsEarlyIsDurableAndClosedAtOnce() throws {
        let bench = try Bench()
        for delivery in bench.deliveries {
            try bench.files.write(delivery)
            #expect(bench.files.openCount <= 4)
        }
        #expect(bench.files.openCount == 0)
        let synchronized = bench.system.calls.filter { $0.operation == .synchronize }
        #expect(synchronized.count == bench.expected.count)
    }

    @Test(arguments: [FileOperation.createFile, .write], [ENOSPC, EIO, EACCES, EMFILE])
    func aWriteThatFailsMayBeRepeatedForEver(operation: FileOperation, code: Int32) throws {
        let bench = try Bench()
        for nth in [1, 3, 6, 10, 17, 28] {
            bench.system.inject(MemoryFault(operation, path: "/epoch", nth: nth, times: 2, code: code))
        }
        var failures = 0
        for delivery in bench.deliveries {
            while true {
                do throws(EpochFilesError) {
                    try bench.files.write(delivery)
                    break
                } catch {
                    #expect(error.code == .retriable && error.cause?.code == code)
                    failures += 1
                }
            }
        }
        #expect(failures > 4)
        try bench.check(try bench.files.finish(Self.key, as: Self.finalName), codec: .zstd)
    }

    /// Frames that are larger than a block, of a size that no block divides, on a disk that fails now and then.
    @Test(arguments: [Codec.none, .zstd, .gzip], [4000, 10_000, 100_000])
    func blocksAndTailsMakeWholeFiles(codec: Codec, chunkBytes: Int) throws {
        let bench = try Bench(codec, lines: 20_000, chunkBytes: chunkBytes)
        for nth in [1, 2, 4, 6] {
            bench.system.inject(MemoryFault(.write, path: "/epoch", nth: nth, code: ENOSPC))
        }
        var failures = 0
        for delivery in bench.deliveries {
            while true {
                do throws(EpochFilesError) {
                    try bench.files.write(delivery)
                    break
                } catch {
                    #expect(error.code == .retriable)
                    failures += 1
                }
            }
        }
        #expect(failures == 4)
        try bench.check(try bench.files.finish(Self.key, as: Self.finalName), codec: codec)
    }

    @Test func aFullDiskLeavesHalfAFrameThatTheNextAttemptOverwrites() throws {
        let bench = try Bench(.none)
        bench.disk.setCapacity(1000)
        var isRefused = false
        for delivery in bench.deliveries {
            do {
                try bench.files.write(delivery)
            } catch {
                isRefused = true
                #expect(error.cause?.code == ENOSPC)
                bench.disk.setCapacity(1_000_000)
                try bench.files.write(delivery)
            }
        }
        #expect(isRefused)
        try bench.check(try bench.files.finish(Self.key, as: Self.finalName), codec: .none)
    }

    @Test func anFsyncThatFailsLosesTheEpochForGood() throws {
        let bench = try Bench()
        bench.system.inject(MemoryFault(.synchronize, nth: 2, code: EIO))
        var codes: [EpochFilesError.Code] = []
        for delivery in bench.deliveries {
            do {
                try bench.files.write(delivery)
            } catch {
                codes.append(error.code)
            }
        }
        #expect(!codes.isEmpty && codes.allSatisfy { $0 == .lost })
        #expect(throws: EpochFilesError.self) { try bench.files.finish(Self.key, as: Self.finalName) }
        bench.files.abandon(Self.key)
        #expect(bench.files.openCount == 0)
        // Whoever is late with it hurts nobody.
        for delivery in bench.deliveries { try bench.files.write(delivery) }
        #expect(try bench.files.finish(Self.key, as: Self.finalName).isEmpty)
    }

    @Test func anEpochWithoutRecordsHasNoFiles() throws {
        let bench = try Bench()
        #expect(try bench.files.finish(Self.key, as: Self.finalName).isEmpty)
        #expect(try bench.system.list("/epoch").isEmpty)
    }

    @Test func deadLettersAreForTheirOwnerOnly() throws {
        let directory = try TemporaryDirectory()
        let system = PosixFileSystem()
        let fixture = try ArchiveFixture(["a", "dead"])
        let outputs = fixture.outputs.enumerated().map { index, output in
            output.map {
                ArchiveOutput(name: $0.name, template: $0.template, codec: $0.codec, isDeadLetters: index == 1)
            }
        }
        let open = OpenFiles(outputs: outputs, limits: OpenFilesLimits(), pool: ChunkPool())
        let epoch = EpochOutputs(Self.key, topic: "t", partition: 0, files: open)
        for index in 0..<2 { fixture.append("{}", timeMs: 0, to: index, of: epoch) }
        epoch.finish()
        let files = EpochFiles(outputs: outputs, files: system, pool: ChunkPool())
        files.begin(Self.key, directory: directory.path)
        for delivery in open.takeDeliveries() { try files.write(delivery) }
        for entry in try files.finish(Self.key, as: Self.finalName) {
            var status = stat()
            #expect(stat(directory.path + "/" + entry.name, &status) == 0)
            #expect(status.st_mode & 0o077 == (entry.output == "out1" ? 0 : status.st_mode & 0o077))
            #expect(status.st_mode & 0o600 == 0o600)
        }
    }

    @Test(arguments: [
        ("web.access", "web.access-3-"), ("_schemas", "%5Fschemas-3-"), (".x", "%2Ex-3-"),
        (String(repeating: "t", count: 249), "ttttt"), ("a/b", "a%2Fb-3-"),
    ])
    func finalNamesAreNamesWhateverTheTopic(topic: String, prefix: String) throws {
        let last = Int64.max
        let name = FinalName(topic: topic, partition: 3, incarnation: Self.incarnation, first: last - 1, last: last)
        let text = name.name(file: 65_535, extension: ".ndjson.zst")
        #expect(text.hasPrefix(prefix))
        #expect(text.hasSuffix("-3-\(Self.incarnation)-\(last - 1)-\(last)-65535.ndjson.zst"))
        #expect(ConfinedPath("a/" + text) != nil && ConfinedPath.isFileName(text))
    }
}

/// Files as plain text.
enum Plain {
    static func text(_ bytes: [UInt8], _ codec: Codec) throws -> String {
        var decompressor = try Decompressor(codec)
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var result: [UInt8] = []
        var position = 0
        while true {
            var span = buffer.mutableSpan
            var output = span.mutableBytes
            let rest = bytes.span.bytes.extracting(position..<bytes.count)
            let step = try decompressor.decompress(rest, into: &output)
            result += buffer[..<step.produced]
            position += step.consumed
            if position == bytes.count && step.produced == 0 { break }
        }
        try decompressor.finish()
        return String(decoding: result, as: UTF8.self)
    }
}
