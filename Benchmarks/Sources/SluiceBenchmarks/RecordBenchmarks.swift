// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records

/// Scanner, edits and serialiser, with the fields that a typical topology uses.
enum RecordBenchmarks {
    /// Slots and marks of a topology on the events of `Corpus`.
    struct Fields {
        var layout = RecordLayout()
        let paths: [Slot]
        let identifier: Slot
        let dropped: Slot
        let environment: Slot
        let status: Slot
        let secrets: NameMark

        init() throws {
            var layout = RecordLayout()
            func slot(_ names: String...) throws -> Slot { try layout.slot(for: FieldPath(names)) }
            paths = try [
                slot("ts"), slot("@timestamp"), slot("level"), slot("path"), slot("latency_ms"),
                slot("http", "request", "path"), slot("message"),
            ]
            status = try slot("status")
            identifier = try slot("user", "id")
            dropped = try slot("headers", "user-agent")
            environment = try slot("env")
            secrets = try layout.mark(names: ["token", "password", "api_key", "authorization", "secret"])
            self.layout = layout
        }
    }

    static func all(_ corpora: [Corpus]) throws -> [Benchmark] {
        let fields = try Fields()
        return corpora.flatMap { corpus in
            [
                copy(corpus), scan(corpus, fields), untouched(corpus, fields), edited(corpus, fields),
                masked(corpus, fields), searched(corpus, fields), replaced(corpus, fields), added(corpus, fields),
                removed(corpus, fields),
            ]
        }
    }

    /// The floor: copying the bytes.
    private static func copy(_ corpus: Corpus) -> Benchmark {
        let chunk = ByteChunk(capacity: 4 << 20)
        return Benchmark("copy", corpus) {
            chunk.removeAll()
            for range in corpus.ranges {
                if chunk.count > 1 << 20 { chunk.removeAll() }
                chunk.append(corpus.bytes.span.bytes.extracting(range))
            }
            return chunk.count
        }
    }

    private static func measure(
        _ name: String, _ corpus: Corpus, _ fields: Fields, _ body: @escaping (inout Record, ByteChunk) -> Int
    ) -> Benchmark {
        let holder = RecordHolder(fields.layout)
        let chunk = ByteChunk(capacity: 4 << 20)
        return Benchmark(name, corpus) {
            var sum = 0
            let bytes = corpus.bytes.span.bytes
            for range in corpus.ranges {
                if holder.record.scan(json: bytes.extracting(range)) != nil { return -1 }
                sum &+= body(&holder.record, chunk)
                if chunk.count > 1 << 20 { chunk.removeAll() }
            }
            return sum
        }
    }

    private static func scan(_ corpus: Corpus, _ fields: Fields) -> Benchmark {
        measure("scan", corpus, fields) { record, _ in record.kind(of: fields.identifier) == .string ? 1 : 0 }
    }

    /// Scan and serialise without edits.
    private static func untouched(_ corpus: Corpus, _ fields: Fields) -> Benchmark {
        measure("scan+serialise", corpus, fields) { record, chunk in
            record.serialise(into: chunk)
            return chunk.count
        }
    }

    /// Scan, five edits, serialise.
    private static func edited(_ corpus: Corpus, _ fields: Fields) -> Benchmark {
        let production = Array("production".utf8)
        let stars = Array("***".utf8)
        return measure("scan+edit+serialise", corpus, fields) { record, chunk in
            record.setString(fields.environment, production.span.bytes)
            record.setString(fields.identifier, stars.span.bytes)
            record.setInt64(fields.status, 42)
            record.remove(fields.dropped)
            record.maskFields(fields.secrets, with: stars.span.bytes)
            record.serialise(into: chunk)
            return chunk.count
        }
    }

    /// Scan, one edit of each kind, serialise.
    private static func replaced(_ corpus: Corpus, _ fields: Fields) -> Benchmark {
        let stars = Array("***".utf8)
        return measure("scan+set+serialise", corpus, fields) { record, chunk in
            record.setString(fields.identifier, stars.span.bytes)
            record.serialise(into: chunk)
            return chunk.count
        }
    }

    private static func added(_ corpus: Corpus, _ fields: Fields) -> Benchmark {
        let production = Array("production".utf8)
        return measure("scan+add+serialise", corpus, fields) { record, chunk in
            record.setString(fields.environment, production.span.bytes)
            record.serialise(into: chunk)
            return chunk.count
        }
    }

    private static func removed(_ corpus: Corpus, _ fields: Fields) -> Benchmark {
        measure("scan+remove+serialise", corpus, fields) { record, chunk in
            record.remove(fields.dropped)
            record.serialise(into: chunk)
            return chunk.count
        }
    }

    /// Scan and mask by name at any depth.
    private static func masked(_ corpus: Corpus, _ fields: Fields) -> Benchmark {
        let stars = Array("***".utf8)
        return measure("scan+mask", corpus, fields) { record, _ in
            record.maskFields(fields.secrets, with: stars.span.bytes)
        }
    }

    /// Scan and look for e-mail addresses in all strings.
    private static func searched(_ corpus: Corpus, _ fields: Fields) -> Benchmark {
        let prefilter = StringPrefilter(lengthMin: 6, containing: UInt8(ascii: "@"))
        return measure("scan+search", corpus, fields) { record, _ in
            var found = 0
            record.replaceInStrings(where: prefilter) { _, _ in found += 1 }
            return found
        }
    }
}

/// Keeps a record between the calls of a benchmark.
final class RecordHolder {
    var record: Record

    init(_ layout: RecordLayout) {
        record = Record(layout: layout)
    }
}
