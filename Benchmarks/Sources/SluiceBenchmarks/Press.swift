// Sluice
// SPDX-License-Identifier: Apache-2.0

import Compression

/// A compressor with its output buffer, as the writer of archives keeps them.
final class Press {
    private var compressor: Compressor
    private var buffer: [UInt8]

    init(_ codec: Codec, chunkBytes: Int) throws {
        compressor = try Compressor(codec)
        buffer = [UInt8](repeating: 0, count: compressor.bound(for: chunkBytes))
    }

    /// The size of the chunk's frame; large and negative where it failed.
    func size(of chunk: RawSpan) -> Int {
        buffer.withUnsafeMutableBytes { memory in
            var output = MutableRawSpan(_unsafeBytes: memory)
            return (try? compressor.compress(chunk, into: &output)) ?? -(1 << 40)
        }
    }

    /// The chunk's frame.
    func frame(of chunk: RawSpan) -> ArraySlice<UInt8> {
        let size = size(of: chunk)
        return buffer.prefix(max(0, size))
    }

    /// The bytes that a stream of frames holds.
    static func read(_ stream: [UInt8], _ codec: Codec, _ room: inout [UInt8]) throws -> Int {
        var decompressor = try Decompressor(codec)
        var position = 0
        var total = 0
        while position < stream.count {
            var span = room.mutableSpan
            var output = span.mutableBytes
            let step = try decompressor.decompress(
                stream.span.bytes.extracting(position..<stream.count), into: &output)
            position += step.consumed
            total += step.produced
        }
        return total
    }
}
