// Sluice
// SPDX-License-Identifier: Apache-2.0

import Compression
import Records
import Sinks
import SluiceTesting

/// Outputs and a record for tests of the archive, without a topology file.
final class ArchiveFixture {
    let outputs: [ArchiveOutput?]
    var record: Record

    /// - Parameter templates: one archive per template; nil for an output that does not archive.
    init(_ templates: [String?], codec: Codec = .none, retentionMs: [Int64?] = []) throws {
        var layout = RecordLayout()
        outputs = try templates.enumerated().map { index, text in
            guard let text else { return nil }
            let draft = try PathTemplateDraft(parsing: text)
            let template = draft.template(slots: try draft.fields.map { try layout.slot(for: $0.path) })
            return ArchiveOutput(
                name: "out\(index)", template: template, codec: codec,
                retentionMs: index < retentionMs.count ? retentionMs[index] : nil)
        }
        record = Record(layout: layout)
    }

    /// Scans a line and appends it.
    func append(_ line: String, timeMs: Int64, to output: Int, of epoch: EpochOutputs) {
        let bytes = Array(line.utf8)
        let topic = Array(epoch.topic.utf8)
        record.begin(
            origin: RecordOrigin(topic: topic.span.bytes, partition: epoch.partition, offset: 0, timestampMs: 0))
        let failure = record.scan(json: bytes.span.bytes)
        precondition(failure == nil, "a test's record is not JSON")
        epoch.append(&record, eventTimeMs: timeMs, to: output)
    }
}

/// What deliveries add up to, per file.
struct DeliveredFile: Equatable {
    var directory: String
    var output: Int
    var text: String
    var rows: Int
    var timesMs: ClosedRange<Int64>?
    var isFinished = false
    var chunks = 0

    static func files(_ deliveries: [ChunkDelivery]) -> [Int: DeliveredFile] {
        var files: [Int: DeliveredFile] = [:]
        for delivery in deliveries {
            var file =
                files[delivery.file]
                ?? DeliveredFile(directory: delivery.directory, output: delivery.output, text: "", rows: 0)
            precondition(!file.isFinished, "a delivery after the last one")
            precondition(file.directory == delivery.directory && file.output == delivery.output)
            if let chunk = delivery.chunk {
                file.text += chunk.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
                file.chunks += 1
            }
            file.rows += delivery.rows
            if let times = delivery.eventTimesMs {
                let known = file.timesMs ?? times
                file.timesMs =
                    min(known.lowerBound, times.lowerBound)...max(known.upperBound, times.upperBound)
            }
            file.isFinished = delivery.isLast
            files[delivery.file] = file
        }
        return files
    }
}

extension SeededGenerator {
    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }
}
