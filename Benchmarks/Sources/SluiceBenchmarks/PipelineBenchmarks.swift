// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records
import Stages

/// A whole topology in memory: scan, enrich, sanitize, route, serialise; no Kafka and no files.
enum PipelineBenchmarks {
    private static func topology(set: String, keys: String, remove: String, scan: String = "") -> String {
        """
        topology: bench
        source:
          kafka: {brokers: "localhost:9092", topics: [events], group: bench}
          event_time: {field: ts, format: unix_ms, fallback: kafka}
        archive: {root: "./archive"}
        parse:
          - json: {}
        enrich:
          - set: {\(set)}
        sanitize:
          - mask_keys: {keys: [password, token, \(keys)], with: "***"}
          - remove: {fields: [\(remove)]}
          \(scan)
        route:
          - {to: errors, when: "status >= 500"}
          - {to: requests, when: "true"}
        outputs:
          requests: {nowhere: {}}
          errors: {nowhere: {}}

        """
    }

    /// A field that each record computes, and the constants of the peer benchmark's first workload.
    private static let topologies = [
        (
            "pipeline",
            topology(
                set: #"env: "'prod'", status_class: "string(status / 100) + 'xx'""#, keys: "authorization",
                remove: "headers.user-agent", scan: "- scan: {for: [email], action: mask}")
        ),
        (
            "pipeline-w1",
            topology(
                set: #"env: "'prod'", pipeline: "'w1'", collector: "'host-01'""#, keys: "email", remove: "method")
        ),
    ]

    /// Keeps a pipeline between the calls of a benchmark.
    private final class Holder {
        var pipeline: Pipeline

        init(_ pipeline: consuming Pipeline) {
            self.pipeline = pipeline
        }
    }

    static func all(_ corpus: Corpus) throws -> [Benchmark] {
        try topologies.map { name, text in
            let holder = Holder(try Pipeline(topologyText: text))
            return benchmark(name, corpus, holder)
        }
    }

    private static func benchmark(_ name: String, _ corpus: Corpus, _ holder: Holder) -> Benchmark {
        let chunk = ByteChunk(capacity: 4 << 20)
        let topic = Array("events".utf8)
        return Benchmark(name, corpus) {
            let bytes = corpus.bytes.span.bytes
            var offset: Int64 = 0
            for range in corpus.ranges {
                holder.pipeline.record.begin(
                    origin: RecordOrigin(topic: topic.span.bytes, partition: 0, offset: offset, timestampMs: 0))
                guard case .routed = holder.pipeline.process(bytes.extracting(range)) else { return -1 }
                holder.pipeline.record.serialise(into: chunk)
                chunk.append(0x0a)
                if chunk.count > 1 << 20 { chunk.removeAll() }
                offset += 1
            }
            return chunk.count
        }
    }
}
