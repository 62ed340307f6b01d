// Sluice
// SPDX-License-Identifier: Apache-2.0

import CISAL
import CZstd

/// Presses one chunk after another, each into a frame of its own, with contexts that are kept between calls.
///
/// One owner, one thread at a time: the contexts are freed with the value.
public struct Compressor: ~Copyable, @unchecked Sendable {  // `context` is owned by this value alone
    /// The codec of all its frames.
    public let codec: Codec
    private let context: OpaquePointer?

    /// Allocates the codec's context.
    ///
    /// - Throws: `.unsupportedLevel`, `.outOfMemory`.
    public init(_ codec: Codec) throws(CompressionError) {
        self.codec = codec
        context = try Self.makeContext(codec)
    }

    deinit {
        switch codec {
        case .none: break
        case .zstd: ZSTD_freeCCtx(context)
        case .gzip: free(UnsafeMutableRawPointer(context))
        }
    }

    /// Bytes that hold the frame of any input of this size.
    public func bound(for inputBytes: Int) -> Int {
        switch codec {
        case .none: inputBytes
        case .zstd: Int(clamping: ZSTD_compressBound(max(0, inputBytes)))
        // Level 0 has one fixed code, whose longest words are 15 bits, and never stores bytes as they are.
        case .gzip(level: 0): 2 * inputBytes + 1024
        // A stored block costs 5 bytes per 64 KiB; ISA-L has small blocks where it changes its mind.
        case .gzip: inputBytes + inputBytes / 64 + 1024
        }
    }

    /// Writes one complete frame at the start of the output.
    ///
    /// - Returns: the frame's size in bytes. An empty input gives a valid frame of no bytes.
    /// - Throws: `.inputTooLarge`, `.outputTooSmall`, `.library`; the output's content is undefined then, and the
    ///   next call starts afresh.
    public mutating func compress(_ input: RawSpan, into output: inout MutableRawSpan) throws(CompressionError) -> Int {
        let result: Result<Int, CompressionError> = input.withUnsafeBytes { source in
            output.withUnsafeMutableBytes { target in
                do throws(CompressionError) {
                    return .success(try compress(source, into: target))
                } catch {
                    return .failure(error)
                }
            }
        }
        return try result.get()
    }

    private mutating func compress(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(CompressionError) -> Int {
        guard input.count <= CompressionLimits.frameInputBytesMax else {
            throw CompressionError(.inputTooLarge, "chunk of \(input.count) bytes is more than one frame holds")
        }
        switch codec {
        case .none: return try copy(input, into: output)
        case .zstd: return try pressZstd(input, into: output)
        case .gzip(let level): return try pressGzip(input, into: output, level: UInt32(level))
        }
    }

    private func copy(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(CompressionError) -> Int {
        guard output.count >= input.count else { throw Self.tooSmall(output.count) }
        output.copyMemory(from: input)
        return input.count
    }

    private func pressZstd(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws(CompressionError) -> Int {
        let size = ZSTD_compress2(context, output.baseAddress, output.count, input.baseAddress, input.count)
        guard ZSTD_isError(size) != 0 else { return size }
        if ZSTD_getErrorCode(size) == ZSTD_error_dstSize_tooSmall { throw Self.tooSmall(output.count) }
        throw CompressionError(.library, "zstd: \(String(cString: ZSTD_getErrorName(size)))")
    }

    private func pressGzip(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, level: UInt32
    ) throws(CompressionError) -> Int {
        // ISA-L reads through the pointer even where there is nothing to read.
        var nothing: UInt8 = 0
        let size = withUnsafePointer(to: &nothing) { empty in
            sluice_igzip_member(
                UnsafeMutableRawPointer(context), level,
                input.baseAddress?.assumingMemoryBound(to: UInt8.self) ?? empty, UInt32(input.count),
                output.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt32(clamping: output.count))
        }
        if size >= 0 { return Int(size) }
        if size == -100 { throw Self.tooSmall(output.count) }
        throw CompressionError(.library, "isa-l: error \(size)")
    }

    private static func tooSmall(_ count: Int) -> CompressionError {
        CompressionError(.outputTooSmall, "the frame does not fit into \(count) bytes")
    }

    private static func makeContext(_ codec: Codec) throws(CompressionError) -> OpaquePointer? {
        guard codec.isSupported else {
            throw CompressionError(.unsupportedLevel, "codec '\(codec.name)' has no such level")
        }
        switch codec {
        case .none: return nil
        case .zstd(let level):
            guard let context = ZSTD_createCCtx() else { throw outOfMemory(codec) }
            ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, Int32(level))
            return context
        case .gzip(let level):
            guard let context = sluice_igzip_create(UInt32(level)) else { throw outOfMemory(codec) }
            return OpaquePointer(context)
        }
    }

    private static func outOfMemory(_ codec: Codec) -> CompressionError {
        CompressionError(.outOfMemory, "no memory for a context of codec '\(codec.name)'")
    }
}
