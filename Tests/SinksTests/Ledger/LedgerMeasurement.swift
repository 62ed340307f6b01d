// Sluice
// SPDX-License-Identifier: Apache-2.0

import Glibc
import KafkaClient
import Platform
import Sinks
import SluiceTesting
import Testing

private let measuredEpochs = getenv("SLUICE_MEASURED_EPOCHS").flatMap { Int64(String(cString: $0)) }

/// How long recovery takes to learn what is published; `SLUICE_MEASURED_EPOCHS=100000` says of how many epochs.
@Suite(.enabled(if: measuredEpochs != nil, "SLUICE_MEASURED_EPOCHS is not set"))
struct LedgerMeasurement {
    @Test func recoveryReadsALedgerFasterThanSingleManifests() throws {
        let epochs = try #require(measuredEpochs)
        let directory = try TemporaryDirectory()
        let process = try TestProcess(PosixFileSystem(), root: directory.path + "/root")
        let first = try process.sealEpoch(0, 10)
        try process.store.publish(first.id)
        let place = directory.path + "/root/_manifests/g/t/0"
        for number in 1..<epochs {
            var manifest = first
            manifest.id = process.drawID()
            (manifest.first, manifest.last, manifest.next) = (number * 10, number * 10 + 9, number * 10 + 10)
            (manifest.firstRecord, manifest.lastRecord) = (nil, Sample.record(number * 10 + 9))
            let file = try process.system.createFile("\(place)/\(ManifestName(manifest))", mode: 0o640)
            try manifest.encoded().withUnsafeBytes { try process.system.write($0, to: file, at: 0) }
            process.system.close(file)
        }
        let clock = ContinuousClock()
        var coverage: [PartitionCoverage] = []
        func time(_ what: String, _ body: () throws -> Void) rethrows {
            let duration = try clock.measure(body)
            print("\(epochs) epochs: \(what): \(duration)")
        }
        func recover(_ what: String) throws {
            let other = try TestProcess(PosixFileSystem(), root: directory.path + "/root", seed: 5)
            defer { other.store.close() }
            try time("\(what), first") { coverage.append(try other.store.coverage(of: TestProcess.partition)) }
            try time("\(what), again") { _ = try other.store.coverage(of: TestProcess.partition) }
        }
        try recover("single manifests")
        var rounds = 0
        try time("rolling up") { while try process.store.rollUp(TestProcess.partition) > 0 { rounds += 1 } }
        try time("one round with nothing to do") { _ = try process.store.rollUp(TestProcess.partition) }
        try recover("\(rounds) segments")
        #expect(coverage[0] == coverage[1])
    }
}
