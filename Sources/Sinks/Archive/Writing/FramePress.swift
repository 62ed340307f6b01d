// Sluice
// SPDX-License-Identifier: Apache-2.0

import Compression
import Records

/// A compressor and the buffer that it writes its frames to, kept for all files of a codec.
final class FramePress {
    private var compressor: Compressor
    private var buffer: [UInt8] = []

    init(_ codec: Codec) throws(CompressionError) {
        compressor = try Compressor(codec)
    }

    /// Lends the frame of a chunk; valid during the call.
    func withFrame<Result>(
        of chunk: ByteChunk, _ body: (UnsafeRawBufferPointer) -> Result
    ) throws(CompressionError) -> Result {
        if case .none = compressor.codec { return chunk.withUnsafeBytes(body) }
        let bound = compressor.bound(for: chunk.count)
        if buffer.count < bound { buffer = [UInt8](repeating: 0, count: bound) }
        let size = try press(chunk)
        defer {
            // A huge record does not hold its memory for ever.
            if buffer.count > 4 * ArchiveLimits.chunkBytes { buffer = [] }
        }
        return buffer.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[..<size])) }
    }

    private func press(_ chunk: ByteChunk) throws(CompressionError) -> Int {
        let size: Result<Int, CompressionError> = buffer.withUnsafeMutableBytes { memory in
            var output = MutableRawSpan(_unsafeBytes: memory)
            do throws(CompressionError) {
                return .success(try compressor.compress(chunk.bytes, into: &output))
            } catch {
                return .failure(error)
            }
        }
        return try size.get()
    }
}
