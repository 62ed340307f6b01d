// Sluice
// SPDX-License-Identifier: Apache-2.0

import Compression
import Platform

/// Reads one archive file from end to end through buffers of fixed size.
struct DataFile {
    /// What the file's bytes come to.
    struct Sums: Equatable {
        var bytes: Int64 = 0
        var checksum = Checksum()
        /// Newlines in the text.
        var rows: Int64 = 0
        /// Whether the text ends where a line ends.
        var isWhole = true
        /// Why the text cannot be read to its end; the sums of the file's bytes are right all the same.
        var damage: CompressionError?
    }

    let files: ConfinedFiles
    let path: ConfinedPath

    private var place: String { files.root + "/" + path.description }

    /// Gives the file's text to the body in pieces.
    ///
    /// - Parameter body: false ends the reading.
    /// - Throws: what the file system says. Damage of the text is not thrown but told in the sums.
    func read(_ body: (UnsafeRawBufferPointer) -> Bool) throws(ArchiveReadError) -> Sums {
        guard let status = try files.status(path) else { throw ArchiveReadError(.missing, "\(place): missing") }
        guard status.kind == .file else {
            throw ArchiveReadError(.notAFile, "\(place): not a plain file; links are not followed")
        }
        let handle = try files.open(path)
        defer { files.system.close(handle) }
        var decompressor: Decompressor
        do throws(CompressionError) {
            decompressor = try Decompressor(Codec(fileName: path.names.last ?? ""))
        } catch {
            throw ArchiveReadError(error, path: place)
        }
        var input = [UInt8](repeating: 0, count: ArchiveLimits.readBytes)
        var output = [UInt8](repeating: 0, count: ArchiveLimits.readBytes)
        var sums = Sums()
        var isWanted = true
        while isWanted {
            let count = try fill(&input, from: handle, at: sums.bytes)
            if count == 0 { break }
            let piece = input.span.bytes.extracting(first: count)
            sums.checksum.update(piece)
            sums.bytes += Int64(count)
            if sums.damage == nil {
                isWanted = decompress(piece, &decompressor, &output, &sums, body)
            }
        }
        if isWanted, sums.damage == nil {
            do throws(CompressionError) { try decompressor.finish() } catch { sums.damage = error }
        }
        return sums
    }

    private func fill(
        _ buffer: inout [UInt8], from handle: FileHandle, at offset: Int64
    ) throws(ArchiveReadError) -> Int {
        let system = files.system
        let outcome = buffer.withUnsafeMutableBytes { bytes in
            Result { () throws(FileError) in try system.read(handle, into: bytes, at: offset) }
        }
        do throws(FileError) { return try outcome.get() } catch { throw ArchiveReadError(error) }
    }

    /// Gives a piece of the file on as text.
    ///
    /// - Returns: whether more is wanted.
    private func decompress(
        _ piece: RawSpan, _ decompressor: inout Decompressor, _ output: inout [UInt8], _ sums: inout Sums,
        _ body: (UnsafeRawBufferPointer) -> Bool
    ) -> Bool {
        var taken = 0
        while true {
            let step: Decompressor.Step
            do throws(CompressionError) {
                step = try Self.step(piece.extracting(droppingFirst: taken), &decompressor, &output)
            } catch {
                sums.damage = error
                return true
            }
            taken += step.consumed
            if step.produced > 0 {
                let goesOn = output.withUnsafeBytes { bytes in
                    let text = UnsafeRawBufferPointer(rebasing: bytes[..<step.produced])
                    sums.rows += LineCount.newlines(in: text)
                    sums.isWhole = text.last == 0x0A
                    return body(text)
                }
                if !goesOn { return false }
            }
            if taken == piece.byteCount && step.produced < output.count { return true }
        }
    }

    private static func step(
        _ piece: RawSpan, _ decompressor: inout Decompressor, _ output: inout [UInt8]
    ) throws(CompressionError) -> Decompressor.Step {
        var span = output.mutableSpan
        var room = span.mutableBytes
        return try decompressor.decompress(piece, into: &room)
    }
}
