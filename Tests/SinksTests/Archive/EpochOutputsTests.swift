// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records
import Sinks
import SluiceTesting
import Testing

@Suite struct EpochOutputsTests {
    @Test func recordsOfOnePathShareAFileAndItsTimes() throws {
        let fixture = try ArchiveFixture(["web/dt={event:%F}"])
        let files = OpenFiles(outputs: fixture.outputs, limits: OpenFilesLimits(), pool: ChunkPool())
        let epoch = EpochOutputs(EpochKey(rawValue: 1), topic: "t", partition: 3, files: files)
        for time in [5000, 1000, PathTemplate.noTime + 1, 86_400_000, 2000] as [Int64] {
            fixture.append("{\"t\":\(time)}", timeMs: time, to: 0, of: epoch)
        }
        fixture.append("{\"t\":null}", timeMs: PathTemplate.noTime, to: 0, of: epoch)
        #expect(files.takeDeliveries().isEmpty)
        #expect(files.openCount == 4)
        epoch.finish()
        let delivered = DeliveredFile.files(files.takeDeliveries())
        #expect(files.openCount == 0 && files.bufferedBytes == 0)
        #expect(epoch.rows == [6])
        #expect(
            delivered[0]
                == DeliveredFile(
                    directory: "web/dt=1970-01-01", output: 0, text: "{\"t\":5000}\n{\"t\":1000}\n{\"t\":2000}\n",
                    rows: 3, timesMs: 1000...5000, isFinished: true, chunks: 1))
        #expect(delivered[3]?.directory == "web/dt=__missing__")
        #expect(delivered[3]?.timesMs == nil)
        #expect(Set(delivered.values.map(\.directory)).count == 4)
    }

    @Test func keysThatRenderToOnePathShareAFile() throws {
        let fixture = try ArchiveFixture(["{a}"])
        let files = OpenFiles(outputs: fixture.outputs, limits: OpenFilesLimits(), pool: ChunkPool())
        let epoch = EpochOutputs(EpochKey(rawValue: 1), topic: "t", partition: 0, files: files)
        for value in ["\"x\"", "\"\\u0078\"", "1", "\"1\"", "null", "\"x\""] {
            fixture.append("{\"a\":\(value)}", timeMs: 0, to: 0, of: epoch)
        }
        fixture.append("{}", timeMs: 0, to: 0, of: epoch)
        #expect(files.openCount == 3)
        epoch.finish()
        let delivered = DeliveredFile.files(files.takeDeliveries())
        #expect(delivered.mapValues(\.rows) == [0: 3, 1: 2, 2: 2])
    }

    @Test func theFileUsedLongestAgoMakesRoomAndItsPathGoesOnInAnother() throws {
        let fixture = try ArchiveFixture(["{a}"])
        let limits = OpenFilesLimits(filesMax: 2)
        let files = OpenFiles(outputs: fixture.outputs, limits: limits, pool: ChunkPool())
        let epoch = EpochOutputs(EpochKey(rawValue: 1), topic: "t", partition: 0, files: files)
        for value in ["x", "y", "x", "z", "x", "y"] {
            fixture.append("{\"a\":\"\(value)\"}", timeMs: 0, to: 0, of: epoch)
        }
        #expect(files.openCount == 2)
        #expect(files.evictions == 2)
        // y made room for z, then z for y.
        #expect(
            files.takeDeliveries().map { [$0.directory, String($0.file), String($0.isLast)] } == [
                ["y", "1", "true"], ["z", "2", "true"],
            ])
        epoch.finish()
        let rest = DeliveredFile.files(files.takeDeliveries())
        #expect(rest[0]?.rows == 3 && rest[0]?.directory == "x")
        #expect(rest[3]?.rows == 1 && rest[3]?.directory == "y")
        #expect(epoch.filesOpened == 4)
    }

    @Test func placesThatAreUsedAgainAreNotTakenForTheirFormerFiles() throws {
        let fixture = try ArchiveFixture(["a", "b"])
        let files = OpenFiles(outputs: fixture.outputs, limits: OpenFilesLimits(filesMax: 1), pool: ChunkPool())
        let one = EpochOutputs(EpochKey(rawValue: 1), topic: "t", partition: 0, files: files)
        let two = EpochOutputs(EpochKey(rawValue: 2), topic: "t", partition: 1, files: files)
        for index in 0..<12 {
            fixture.append("{\"n\":\(index)}", timeMs: 0, to: index & 1, of: index % 3 == 0 ? one : two)
        }
        one.finish()
        two.finish()
        let deliveries = files.takeDeliveries()
        for (epoch, key) in [(one, UInt64(1)), (two, 2)] {
            let own = DeliveredFile.files(deliveries.filter { $0.epoch.rawValue == key })
            #expect(own.values.map(\.rows).reduce(0, +) == epoch.rows.reduce(0, +))
            #expect(own.values.allSatisfy { $0.isFinished && $0.directory == ($0.output == 0 ? "a" : "b") })
        }
    }

    @Test func anAbandonedEpochLeavesNothingAndOthersAlone() throws {
        let fixture = try ArchiveFixture(["{a}"])
        let limits = OpenFilesLimits(filesMax: 10, chunkBytes: 20)
        let files = OpenFiles(outputs: fixture.outputs, limits: limits, pool: ChunkPool())
        let kept = EpochOutputs(EpochKey(rawValue: 1), topic: "t", partition: 0, files: files)
        let lost = EpochOutputs(EpochKey(rawValue: 2), topic: "t", partition: 1, files: files)
        for index in 0..<30 {
            fixture.append("{\"a\":\(index % 4)}", timeMs: 0, to: 0, of: kept)
            fixture.append("{\"a\":\(index % 3)}", timeMs: 0, to: 0, of: lost)
        }
        lost.abandon()
        kept.finish()
        let deliveries = files.takeDeliveries()
        #expect(deliveries.allSatisfy { $0.epoch.rawValue == 1 })
        #expect(deliveries.map(\.rows).reduce(0, +) == 30)
        #expect(files.bufferedBytes == 0 && files.openCount == 0)
    }

    @Test func theLargestChunkGoesFirstWhereBytesAreShort() throws {
        let fixture = try ArchiveFixture(["{a}"])
        let limits = OpenFilesLimits(filesMax: 10, bufferedBytesMax: 200)
        let files = OpenFiles(outputs: fixture.outputs, limits: limits, pool: ChunkPool())
        let epoch = EpochOutputs(EpochKey(rawValue: 1), topic: "t", partition: 0, files: files)
        for index in 0..<60 {
            let key = index % 10 == 0 ? "small" : "large"
            fixture.append("{\"a\":\"\(key)\"}", timeMs: 0, to: 0, of: epoch)
            #expect(files.bufferedBytes <= 200)
        }
        #expect(files.takeDeliveries().allSatisfy { $0.directory == "large" && !$0.isLast })
    }

    /// The whole of it against dictionaries.
    @Test(arguments: 1...12)
    func anyMixOfEpochsAgreesWithANaiveModel(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let fixture = try ArchiveFixture(["{a}/h={event:%H}", nil, "all", "{b}-{a}/{kafka.partition}"])
        let limits = OpenFilesLimits(
            filesMax: 1 + random.below(20), bufferedBytesMax: 50 + random.below(5000),
            chunkBytes: 30 + random.below(800))
        let files = OpenFiles(outputs: fixture.outputs, limits: limits, pool: ChunkPool())
        let epochs = (0..<3).map {
            EpochOutputs(EpochKey(rawValue: UInt64($0)), topic: "t", partition: Int32($0), files: files)
        }
        let values = ["null", "1", "1.0", "true", "\"1\"", "\"\"", "\"x/y\"", "{}", "[1]", "\"\\u0031\"", "\"_q\""]
        // Epoch and directory to lines.
        var expected: [Int: [String: [String]]] = [:]
        var deliveries: [ChunkDelivery] = []
        var hour: Int64 = 0
        for number in 0..<3000 {
            if random.below(20) == 0 { hour = Int64(random.below(4)) }
            let a = values[random.below(values.count)]
            let b = values[random.below(3)]
            let time = hour * 3_600_000 + Int64(random.below(3_600_000))
            let line = "{\"n\":\(number),\"a\":\(a),\"b\":\(b)}"
            let epoch = random.below(3)
            let output = [0, 2, 3][random.below(3)]
            fixture.append(line, timeMs: time, to: output, of: epochs[epoch])
            func name(_ value: String, first: Bool) -> String {
                switch value {
                case "null": first ? "%5F_missing__" : "__missing__"
                case "\"\"": first ? "%5F_empty__" : "__empty__"
                case "{}": first ? "%5F_object__" : "__object__"
                case "[1]": first ? "%5F_array__" : "__array__"
                case "\"x/y\"": "x%2Fy"
                case "\"_q\"": first ? "%5Fq" : "_q"
                case "\"\\u0031\"", "\"1\"": "1"
                default: value
                }
            }
            let directory =
                switch output {
                case 0: "\(name(a, first: true))/h=0\(hour)"
                case 2: "all"
                default: "\(name(b, first: true))-\(name(a, first: false))/\(epoch)"
                }
            expected[epoch, default: [:]]["\(output):\(directory)", default: []].append(line + "\n")
            if random.below(50) == 0 { deliveries += files.takeDeliveries() }
            #expect(files.openCount <= limits.filesMax)
        }
        for epoch in epochs { epoch.finish() }
        deliveries += files.takeDeliveries()
        for epoch in 0..<3 {
            var found: [String: [String]] = [:]
            let own = DeliveredFile.files(deliveries.filter { $0.epoch.rawValue == UInt64(epoch) })
            #expect(own.count == epochs[epoch].filesOpened)
            for (_, file) in own.sorted(by: { $0.key < $1.key }) {
                #expect(file.isFinished)
                let lines = file.text.split(separator: "\n").map { String($0) + "\n" }
                #expect(lines.count == file.rows)
                found["\(file.output):\(file.directory)", default: []] += lines
            }
            #expect(found == expected[epoch] ?? [:], "seed \(seed)")
        }
        #expect(files.bufferedBytes == 0 && files.openCount == 0)
    }

    @Test func aTableFullOfKeysStartsAnew() throws {
        let fixture = try ArchiveFixture(["{a}"])
        let limits = OpenFilesLimits(filesMax: 50)
        let files = OpenFiles(outputs: fixture.outputs, limits: limits, pool: ChunkPool())
        let epoch = EpochOutputs(EpochKey(rawValue: 1), topic: "t", partition: 0, files: files)
        for index in 0..<20_000 {
            fixture.append(
                "{\"a\":\"\(index % 19_000)-\(String(repeating: "k", count: 40))\"}", timeMs: 0, to: 0, of: epoch)
        }
        epoch.finish()
        #expect(epoch.filesOpened == 20_000)
        let deliveries = files.takeDeliveries()
        #expect(deliveries.count == 20_000 && deliveries.allSatisfy { $0.isLast && $0.rows == 1 })
    }
}
