// Sluice
// SPDX-License-Identifier: Apache-2.0

import CZlib
import CZstd

/// Reads a stream of concatenated frames or gzip members, in pieces of any size.
///
/// Output never exceeds the buffer that a call is given, whatever the input claims: a small input that expands to
/// gigabytes takes many calls, each of bounded work. One owner, one thread at a time.
public struct Decompressor: ~Copyable, @unchecked Sendable {  // the contexts are owned by this value alone
    /// What one call did.
    public struct Step: Equatable, Sendable {
        /// Bytes of the input that were taken; the rest must be given again.
        public let consumed: Int
        /// Bytes of output that were written.
        public let produced: Int
    }

    /// The codec of the stream; the level does not matter.
    public let codec: Codec
    /// Frames that ended so far; 0 for `none`.
    public private(set) var framesEnded = 0
    private var isInFrame = false
    private var position: Int64 = 0
    private let zstd: OpaquePointer?
    private let gzip: UnsafeMutablePointer<z_stream>?

    /// Allocates the codec's context.
    ///
    /// - Throws: `.outOfMemory`.
    public init(_ codec: Codec) throws(CompressionError) {
        self.codec = codec
        var zstd: OpaquePointer?
        var gzip: UnsafeMutablePointer<z_stream>?
        switch codec {
        case .none: break
        case .zstd:
            zstd = ZSTD_createDCtx()
            guard let zstd else { throw CompressionError(.outOfMemory, "no memory for a zstd context") }
            ZSTD_DCtx_setParameter(zstd, ZSTD_d_windowLogMax, CompressionLimits.windowLogMax)
        case .gzip:
            let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
            stream.initialize(to: z_stream())
            guard sluice_gzip_inflate_init(stream) == Z_OK else {
                stream.deallocate()
                throw CompressionError(.outOfMemory, "no memory for a gzip context")
            }
            gzip = stream
        }
        self.zstd = zstd
        self.gzip = gzip
    }

    deinit {
        if let zstd { ZSTD_freeDCtx(zstd) }
        if let gzip {
            inflateEnd(gzip)
            gzip.deallocate()
        }
    }

    /// Takes input and writes output until one of the two is used up.
    ///
    /// Call again while either is moved. With all input taken and no output written, more input is needed.
    ///
    /// - Throws: `.corrupt`; the decompressor is of no further use then.
    public mutating func decompress(
        _ input: RawSpan, into output: inout MutableRawSpan
    ) throws(CompressionError) -> Step {
        let result: Result<Step, CompressionError> = input.withUnsafeBytes { source in
            output.withUnsafeMutableBytes { target in
                do throws(CompressionError) {
                    return .success(try decompress(source, into: target))
                } catch {
                    return .failure(error)
                }
            }
        }
        let step = try result.get()
        position += Int64(step.consumed)
        return step
    }

    /// Says whether the stream ended where a frame ends.
    ///
    /// - Throws: `.torn` where the last frame is incomplete.
    public func finish() throws(CompressionError) {
        guard isInFrame else { return }
        throw CompressionError(
            .torn, "\(codec.name) data end inside frame \(framesEnded + 1), after \(position) bytes")
    }

    private mutating func decompress(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(CompressionError) -> Step {
        switch codec {
        case .none:
            let count = min(input.count, output.count)
            output.copyMemory(from: UnsafeRawBufferPointer(rebasing: input[..<count]))
            return Step(consumed: count, produced: count)
        case .zstd: return try readZstd(input, into: output)
        case .gzip: return try readGzip(input, into: output)
        }
    }

    private mutating func readZstd(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(CompressionError) -> Step {
        var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
        var target = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        while true {
            if source.pos == source.size && !isInFrame { break }
            let rest = ZSTD_decompressStream(zstd, &target, &source)
            if ZSTD_isError(rest) != 0 {
                throw corrupt(String(cString: ZSTD_getErrorName(rest)), at: source.pos)
            }
            isInFrame = rest != 0
            if !isInFrame { framesEnded += 1 }
            // With room left over zstd has written all that it can; asking again without input counts as an error.
            if target.pos == target.size || source.pos == source.size { break }
        }
        return Step(consumed: source.pos, produced: target.pos)
    }

    private mutating func readGzip(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(CompressionError) -> Step {
        guard let gzip else { return Step(consumed: 0, produced: 0) }
        // zlib counts in 32 bits; what is left over is given again by the caller.
        let given = min(input.count, Int(UInt32.max))
        let room = min(output.count, Int(UInt32.max))
        // zlib's interface is not const, but it does not write to its input.
        gzip.pointee.next_in = UnsafeMutablePointer(
            mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
        gzip.pointee.avail_in = UInt32(given)
        gzip.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        gzip.pointee.avail_out = UInt32(room)
        while gzip.pointee.avail_out > 0, gzip.pointee.avail_in > 0 || isInFrame {
            let before = (gzip.pointee.avail_in, gzip.pointee.avail_out)
            isInFrame = true
            let code = inflate(gzip, Z_NO_FLUSH)
            if code == Z_STREAM_END {
                isInFrame = false
                framesEnded += 1
                inflateReset(gzip)
            } else if code != Z_OK && code != Z_BUF_ERROR {
                let text = gzip.pointee.msg.map { String(cString: $0) } ?? "error \(code)"
                throw corrupt(text, at: given - Int(gzip.pointee.avail_in))
            } else if before == (gzip.pointee.avail_in, gzip.pointee.avail_out) {
                break
            }
        }
        return Step(consumed: given - Int(gzip.pointee.avail_in), produced: room - Int(gzip.pointee.avail_out))
    }

    private func corrupt(_ text: String, at offset: Int) -> CompressionError {
        CompressionError(
            .corrupt,
            "\(codec.name) data are damaged near byte \(position + Int64(offset)), frame \(framesEnded + 1): \(text)")
    }
}
