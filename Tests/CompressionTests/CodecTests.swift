// Sluice
// SPDX-License-Identifier: Apache-2.0

import Compression
import Testing

@Suite struct CodecTests {
    @Test(arguments: [
        ("none", Int?.none, Codec?.some(.none)), ("none", 7, Codec.none), ("zstd", nil, .zstd(level: 1)),
        ("zstd", 19, .zstd(level: 19)), ("zstd", 20, nil), ("zstd", 0, nil), ("zstd", -5, nil),
        ("gzip", nil, .gzip(level: 1)), ("gzip", 0, .gzip(level: 0)), ("gzip", 3, .gzip(level: 3)), ("gzip", 4, nil),
        ("gz", nil, nil), ("", nil, nil), ("ZSTD", nil, nil),
    ])
    func namesAndLevelsOfTopologyFilesAreChecked(name: String, level: Int?, expected: Codec?) {
        #expect(Codec(name: name, level: level) == expected)
    }

    @Test(arguments: [("a.ndjson.zst", Codec.zstd), ("a.ndjson.gz", .gzip), ("a.ndjson", .none), ("zst", .none)])
    func fileNamesSayTheirCodec(name: String, codec: Codec) {
        #expect(Codec(fileName: name) == codec)
        #expect("a.ndjson" + codec.fileExtension == (name == "zst" ? "a.ndjson" : name))
    }

    @Test func contextsRefuseLevelsThatDoNotExist() {
        for codec in [Codec.zstd(level: 0), .zstd(level: 99), .gzip(level: -1), .gzip(level: 4)] {
            #expect(throws: CompressionError.self) { _ = try Compressor(codec) }
        }
    }
}
