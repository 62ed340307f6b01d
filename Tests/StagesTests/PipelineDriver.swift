// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records
import Stages

/// Drives a pipeline record by record and shows what came out.
final class PipelineDriver {
    private var pipeline: Pipeline
    private var chunk = ByteChunk(capacity: 1024)

    /// Takes the sections of a topology that a test is about.
    init(
        parse: String = "[{json: {}}]", enrich: String = "[]", sanitize: String = "[]",
        route: String = "[{to: main, when: 'true'}]", outputs: [String] = ["main"], eventTime: String? = nil
    ) throws {
        let names = outputs.map { "\($0): {nowhere: {}}" }.joined(separator: ", ")
        pipeline = try Pipeline(
            topologyText: """
                topology: t
                source: {kafka: {brokers: b, topics: [t], group: g}\(eventTime.map { ", event_time: \($0)" } ?? "")}
                archive: {root: /a}
                parse: \(parse)
                enrich: \(enrich)
                sanitize: \(sanitize)
                route: \(route)
                outputs: {\(names)}
                """)
    }

    /// The verdict on a payload; nil stands for NULL.
    func verdict(_ payload: [UInt8]?, timestampMs: Int64 = 1_000, offset: Int64 = 7, key: String? = nil) -> Verdict {
        let topic = Array("web.access".utf8)
        pipeline.record.begin(
            origin: RecordOrigin(topic: topic.span.bytes, partition: 3, offset: offset, timestampMs: timestampMs))
        let keyBytes = Array((key ?? "").utf8)
        if key != nil { pipeline.record.setKey(keyBytes.span.bytes) }
        chunk.removeAll()
        guard let payload else { return pipeline.process(nil) }
        let verdict = pipeline.process(payload.span.bytes)
        if case .failed = verdict { return verdict }
        pipeline.record.serialise(into: chunk)
        return verdict
    }

    func verdict(_ payload: String) -> Verdict { verdict(Array(payload.utf8)) }

    /// The record of the last verdict as JSON; empty where it failed.
    var output: String {
        chunk.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }

    /// The record that comes of a payload, or the reason why none does.
    func record(_ payload: String) -> String { record(Array(payload.utf8)) }

    func record(_ payload: [UInt8]) -> String {
        switch verdict(payload) {
        case .failed(let failure):
            return "\(failure.reason.name)\(failure.reason.detail.map { "(\($0))" } ?? "") at \(failure.position)"
        default: return output
        }
    }

    var eventTimeMs: Int64 { pipeline.eventTimeMs }
    var labels: [String] { pipeline.labels }

    func counters(_ label: String) -> StageCounters? {
        pipeline.labels.firstIndex(of: label).map { pipeline.counters[$0] }
    }
}
