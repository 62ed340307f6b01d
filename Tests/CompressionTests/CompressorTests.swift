// Sluice
// SPDX-License-Identifier: Apache-2.0

import Compression
import FoundationEssentials
import Testing

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct CompressorTests {
    @Test(arguments: Frames.codecs, [0, 1, 100, 65_536, 1_000_003])
    func framesGiveTheirChunkBack(codec: Codec, size: Int) throws {
        var random = SeededRandom(seed: UInt64(size) + 1)
        for chunk in [random.lines(size), random.bytes(size), [UInt8](repeating: 0x61, count: size)] {
            let frames = try Frames.compress([chunk], codec)
            #expect(try Frames.decompress(frames, codec, pieces: 4096, room: 10_000) == chunk)
        }
    }

    @Test(arguments: Frames.codecs)
    func concatenatedFramesAreOneStreamHoweverItIsCut(codec: Codec) throws {
        var random = SeededRandom(seed: 7)
        let chunks = [random.lines(3000), [], random.bytes(999), random.lines(50_000), [0x0A]]
        let stream = try Frames.compress(chunks, codec)
        for (pieces, room) in [(1, 1), (1, 500), (7, 3), (1000, 100_000), (Int.max / 2, 1 << 20)] {
            #expect(try Frames.decompress(stream, codec, pieces: pieces, room: room) == chunks.flatMap(\.self))
        }
    }

    @Test(arguments: Frames.codecs)
    func eachFrameStandsAlone(codec: Codec) throws {
        var random = SeededRandom(seed: 8)
        var compressor = try Compressor(codec)
        let chunk = random.lines(20_000)
        let first = try Frames.frame(chunk, &compressor)
        _ = try Frames.frame(random.lines(5000), &compressor)
        #expect(try Frames.frame(chunk, &compressor) == first)
    }

    @Test(arguments: Frames.codecs)
    func anOutputThatIsTooSmallIsRefusedAndTheNextCallIsWell(codec: Codec) throws {
        var random = SeededRandom(seed: 9)
        let chunk = random.bytes(10_000)
        var compressor = try Compressor(codec)
        for room in [0, 1, 17, 5000, 9999] {
            var buffer = [UInt8](repeating: 0, count: room)
            var refusal: CompressionError?
            do throws(CompressionError) {
                var span = buffer.mutableSpan
                var output = span.mutableBytes
                _ = try compressor.compress(chunk.span.bytes, into: &output)
            } catch {
                refusal = error
            }
            #expect(refusal?.code == .outputTooSmall, "room \(room)")
        }
        let frame = try Frames.frame(chunk, &compressor)
        #expect(try Frames.decompress(frame, codec, pieces: 512, room: 512) == chunk)
    }

    @Test(arguments: [(Codec.zstd, "/usr/bin/zstdcat"), (.gzip, "/usr/bin/zcat"), (.gzip(level: 3), "/usr/bin/zcat")])
    func theCommonToolsReadOurFiles(codec: Codec, tool: String) throws {
        guard access(tool, X_OK) == 0 else { return }  // the tool is not installed
        var random = SeededRandom(seed: 10)
        let chunks = [random.lines(100_000), random.bytes(4000), random.lines(900_000)]
        let path = TemporaryPath.unique("frames" + codec.fileExtension)
        defer { unlink(path) }
        try Data(try Frames.compress(chunks, codec)).write(to: URL(filePath: path))
        let output = try Shell.output(of: "\(tool) \(path)")
        #expect(output == chunks.flatMap(\.self))
    }
}
