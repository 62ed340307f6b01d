// Sluice
// SPDX-License-Identifier: Apache-2.0

import Compression

/// Whole files through the API, as tests want them.
enum Frames {
    static let codecs: [Codec] = [
        .none, .zstd, .zstd(level: 3), .zstd(level: 19), .gzip(level: 0), .gzip, .gzip(level: 2), .gzip(level: 3),
    ]

    /// One frame per chunk, one behind the other.
    static func compress(_ chunks: [[UInt8]], _ codec: Codec) throws -> [UInt8] {
        var compressor = try Compressor(codec)
        return try chunks.flatMap { try frame($0, &compressor) }
    }

    static func frame(_ chunk: [UInt8], _ compressor: inout Compressor) throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0xEE, count: compressor.bound(for: chunk.count))
        var span = buffer.mutableSpan
        var output = span.mutableBytes
        let size = try compressor.compress(chunk.span.bytes, into: &output)
        return Array(buffer[..<size])
    }

    /// Everything in a stream that is given in pieces, through an output buffer of some size.
    static func decompress(_ stream: [UInt8], _ codec: Codec, pieces: Int, room: Int) throws -> [UInt8] {
        var decompressor = try Decompressor(codec)
        var buffer = [UInt8](repeating: 0, count: room)
        var result: [UInt8] = []
        var position = 0
        while true {
            let end = min(stream.count, position + pieces)
            var span = buffer.mutableSpan
            var output = span.mutableBytes
            let step = try decompressor.decompress(stream.span.bytes.extracting(position..<end), into: &output)
            result += buffer[..<step.produced]
            position += step.consumed
            if position == stream.count && step.produced == 0 { break }
        }
        try decompressor.finish()
        return result
    }
}
