// Sluice
// SPDX-License-Identifier: Apache-2.0

import Compression
import Testing

@Suite struct DecompressorTests {
    @Test(arguments: [Codec.zstd, .gzip])
    func aStreamCutInsideAFrameIsTorn(codec: Codec) throws {
        var random = SeededRandom(seed: 1)
        let chunks = [random.lines(5000), random.lines(5000)]
        let first = try Frames.compress([chunks[0]], codec)
        let stream = try Frames.compress(chunks, codec)
        for cut in [1, 5, 17, first.count - 1, first.count + 1, first.count + 9, stream.count - 1] {
            let error = #expect(throws: CompressionError.self, "cut at \(cut)") {
                _ = try Frames.decompress(Array(stream[..<cut]), codec, pieces: 999, room: 999)
            }
            #expect(error?.code == .torn, "cut at \(cut)")
        }
        // Between two frames a stream is whole.
        #expect(try Frames.decompress(Array(stream[..<first.count]), codec, pieces: 999, room: 999) == chunks[0])
        #expect(try Frames.decompress([], codec, pieces: 1, room: 1).isEmpty)
    }

    @Test(arguments: [Codec.zstd, .gzip])
    func foreignBytesAreCorruptAndTheMessageSaysWhere(codec: Codec) throws {
        let text = Array("this is no frame of any kind, and long enough".utf8)
        let whole = try Frames.compress([text], codec)
        for stream in [text, whole + text] {
            let error = #expect(throws: CompressionError.self) {
                _ = try Frames.decompress(stream, codec, pieces: 10_000, room: 10_000)
            }
            #expect(error?.code == .corrupt)
            #expect(error?.message.contains("frame \(stream.count == text.count ? 1 : 2)") == true)
            #expect(error?.message.contains("no frame of any kind") == false)
        }
    }

    @Test(arguments: [Codec.zstd, .gzip], [1, 2, 3, 4, 5, 6])
    func noDamageWhateverCrashesOrGoesOnForEver(codec: Codec, seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let stream = try Frames.compress([random.lines(3000), random.lines(300)], codec)
        for round in 0..<300 {
            var damaged = stream
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                damaged[Int.random(in: damaged.indices, using: &random)] = UInt8(truncatingIfNeeded: random.next())
            }
            if round % 3 == 0 { damaged.removeLast(Int.random(in: 0..<damaged.count, using: &random)) }
            // gzip has a checksum in each member; a flipped byte in zstd without one may go unseen here.
            let result = try? Frames.decompress(damaged, codec, pieces: 700, room: 4096)
            #expect((result?.count ?? 0) < 10_000_000, "seed \(seed), round \(round)")
        }
    }

    @Test(arguments: [Codec.zstd, .gzip])
    func aBombTakesManyCallsOfBoundedOutput(codec: Codec) throws {
        let stream = try Frames.compress([[UInt8](repeating: 0, count: 50_000_000)], codec)
        #expect(stream.count < 300_000)
        var decompressor = try Decompressor(codec)
        var buffer = [UInt8](repeating: 1, count: 4096)
        var position = 0
        for _ in 0..<1000 {
            var span = buffer.mutableSpan
            var output = span.mutableBytes
            let step = try decompressor.decompress(
                stream.span.bytes.extracting(position..<stream.count), into: &output)
            position += step.consumed
            #expect(step.produced == 4096)
        }
        #expect(decompressor.framesEnded == 0)
    }

    @Test func aFrameThatAsksForAHugeWindowIsRefused() throws {
        // Magic number, a header without content size, and the window descriptor of 2 GiB (RFC 8878 3.1.1.1.2).
        let frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0xA8, 0x01, 0x00, 0x00]
        let error = #expect(throws: CompressionError.self) {
            _ = try Frames.decompress(frame, .zstd, pieces: 100, room: 100)
        }
        #expect(error?.code == .corrupt)
    }
}
