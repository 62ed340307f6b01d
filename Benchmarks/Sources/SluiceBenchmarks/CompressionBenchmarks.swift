// Sluice
// SPDX-License-Identifier: Apache-2.0

import Compression

/// Codecs over chunks of the size that archives have, contexts kept; and the checksum of what is written.
enum CompressionBenchmarks {
    /// The size at which an archive's chunk is full.
    private static let chunkBytes = 768 << 10

    private static let codecs: [Codec] = [
        .zstd, .zstd(level: 3), .gzip(level: 0), .gzip, .gzip(level: 3),
    ]

    static func all(_ corpora: [Corpus]) throws -> [Benchmark] {
        try corpora.flatMap { corpus in
            try [checksum(corpus)] + codecs.map { try press($0, corpus) } + [.zstd, .gzip].map { try read($0, corpus) }
        }
    }

    /// The name of a codec with its level, and how small it makes the corpus.
    private static func label(_ verb: String, _ codec: Codec, _ size: Int, of bytes: Int) -> String {
        let level =
            switch codec {
            case .none: ""
            case .zstd(let level), .gzip(let level): "\(level)"
            }
        let tenths = bytes * 10 / max(1, size)
        return "\(verb)-\(codec.name)\(level)-\(tenths / 10).\(tenths % 10)x"
    }

    private static func chunks(_ corpus: Corpus) -> [Range<Int>] {
        stride(from: 0, to: corpus.bytes.count, by: chunkBytes).map {
            $0..<min(corpus.bytes.count, $0 + chunkBytes)
        }
    }

    private static func press(_ codec: Codec, _ corpus: Corpus) throws -> Benchmark {
        let press = try Press(codec, chunkBytes: chunkBytes)
        let chunks = chunks(corpus)
        let size = chunks.reduce(0) { $0 + press.size(of: corpus.bytes.span.bytes.extracting($1)) }
        return Benchmark(label("press", codec, size, of: corpus.bytes.count), corpus) {
            chunks.reduce(0) { $0 + press.size(of: corpus.bytes.span.bytes.extracting($1)) }
        }
    }

    private static func read(_ codec: Codec, _ corpus: Corpus) throws -> Benchmark {
        let press = try Press(codec, chunkBytes: chunkBytes)
        var stream: [UInt8] = []
        for chunk in chunks(corpus) { stream += press.frame(of: corpus.bytes.span.bytes.extracting(chunk)) }
        var room = [UInt8](repeating: 0, count: 256 << 10)
        return Benchmark(label("read", codec, stream.count, of: corpus.bytes.count), corpus) {
            (try? Press.read(stream, codec, &room)) ?? -1
        }
    }

    private static func checksum(_ corpus: Corpus) -> Benchmark {
        Benchmark("crc64", corpus) { Int(Checksum(of: corpus.bytes.span.bytes).value >> 1) }
    }
}
