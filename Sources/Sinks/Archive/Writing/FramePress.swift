// Sluice
// SPDX-License-Identifier: Apache-2.0

import Compression
import Platform
import Records

/// A compressor and the memory in which it puts a frame behind what a file has not written yet, kept for all files of
/// a codec.
///
/// The bytes begin at an address that direct writes can have (docs/adr/0008); that is why frames are staged here
/// even where nothing is compressed.
final class FramePress {
    private var compressor: Compressor
    /// Longer than needed by one block, of which the first part up to an aligned address stays unused.
    private var buffer: [UInt8] = []

    init(_ codec: Codec) throws(CompressionError) {
        compressor = try Compressor(codec)
    }

    /// Lends the tail of a file and, behind it, the frame of a chunk; valid during the call.
    func withFrame<Result>(
        of chunk: ByteChunk, behind tail: [UInt8], _ body: (UnsafeRawBufferPointer) -> Result
    ) throws(CompressionError) -> Result {
        let room = tail.count + compressor.bound(for: chunk.count) + PlatformLimits.directBytes
        if buffer.count < room { buffer = [UInt8](repeating: 0, count: room) }
        let size = try stage(tail, chunk)
        defer {
            // A huge record does not hold its memory for ever.
            if buffer.count > 4 * ArchiveLimits.chunkBytes { buffer = [] }
        }
        return buffer.withUnsafeBytes { memory in
            let start = Self.padding(of: memory.baseAddress)
            return body(UnsafeRawBufferPointer(rebasing: memory[start..<start + size]))
        }
    }

    /// Puts a tail and a chunk's frame at the first aligned address of the buffer, which has room for both.
    private func stage(_ tail: [UInt8], _ chunk: ByteChunk) throws(CompressionError) -> Int {
        let size: Result<Int, CompressionError> = buffer.withUnsafeMutableBytes { memory in
            let start = Self.padding(of: UnsafeRawPointer(memory.baseAddress))
            let staged = UnsafeMutableRawBufferPointer(rebasing: memory[start...])
            staged.copyBytes(from: tail)
            var output = MutableRawSpan(_unsafeBytes: UnsafeMutableRawBufferPointer(rebasing: staged[tail.count...]))
            do throws(CompressionError) {
                return .success(tail.count + (try compressor.compress(chunk.bytes, into: &output)))
            } catch {
                return .failure(error)
            }
        }
        return try size.get()
    }

    /// Bytes from an address to the next one that direct writes can have.
    private static func padding(of address: UnsafeRawPointer?) -> Int {
        let block = UInt(PlatformLimits.directBytes)
        return Int((0 &- UInt(bitPattern: address)) % block)
    }
}
