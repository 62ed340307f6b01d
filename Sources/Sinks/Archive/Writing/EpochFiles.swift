// Sluice
// SPDX-License-Identifier: Apache-2.0

import Compression
package import Platform
import Records

/// The files of all epochs that one writer thread is writing.
///
/// Used by that thread alone. Per epoch: `begin`, `write` for each delivery in order, then `finish` or `abandon`.
package final class EpochFiles {
    private struct Epoch {
        let directory: String
        var files: [Int: PendingFile] = [:]
        var isLost = false
    }

    private let outputs: [ArchiveOutput?]
    private let files: any FileSystem
    private let pool: ChunkPool
    private var epochs: [EpochKey: Epoch] = [:]
    private var presses: [Codec: FramePress] = [:]
    /// Bytes of files that were written, frames and all.
    package private(set) var bytesWritten: Int64 = 0
    /// Files that are open now.
    package private(set) var openCount = 0

    /// - Parameter outputs: the topology's outputs by index, the same as those of `OpenFiles`.
    package init(outputs: [ArchiveOutput?], files: any FileSystem, pool: ChunkPool) {
        self.outputs = outputs
        self.files = files
        self.pool = pool
    }

    /// Begins an epoch; its directory exists and is empty.
    package func begin(_ epoch: EpochKey, directory: String) {
        precondition(epochs[epoch] == nil, "epoch \(epoch.rawValue) began twice")
        epochs[epoch] = Epoch(directory: directory)
    }

    /// Compresses a chunk into one frame and writes it; the chunk goes back to the pool. Deliveries of an epoch that
    /// has been abandoned, or never began, are dropped.
    ///
    /// - Throws: `.retriable`: nothing changed, the same delivery may be written again. `.lost`: abandon the epoch.
    package func write(_ delivery: ChunkDelivery) throws(EpochFilesError) {
        guard let epoch = epochs[delivery.epoch], let output = outputs[delivery.output] else {
            delivery.chunk.map(pool.give)
            return
        }
        guard !epoch.isLost else { throw EpochFilesError(lost: "\(epoch.directory): an earlier error lost the epoch") }
        let file = epoch.files[delivery.file] ?? pendingFile(of: delivery, output, in: epoch.directory)
        if let chunk = delivery.chunk {
            try append(chunk, delivery, to: file, codec: output.codec)
            pool.give(chunk)
        } else if delivery.isLast {
            do throws(FileError) { try file.complete(on: files) } catch { throw EpochFilesError(.retriable, error) }
        }
        if delivery.isLast { try finish(file, of: delivery.epoch) }
    }

    /// Makes every file of the epoch durable and says what they are, in order of their numbers.
    ///
    /// - Throws: `.retriable` where the end of a file could not be written yet: the same call may be made again.
    ///   `.lost` where a file could not be made durable; abandon the epoch then.
    package func finish(_ epoch: EpochKey, as name: FinalName) throws(EpochFilesError) -> [FileEntry] {
        guard let known = epochs[epoch] else { return [] }
        guard !known.isLost else { throw EpochFilesError(lost: "\(known.directory): an earlier error lost the epoch") }
        let written = known.files.values.sorted { $0.number < $1.number }
        for file in written where !file.isFinished {
            do throws(FileError) {
                try file.complete(on: files)
            } catch {
                throw EpochFilesError(.retriable, error)
            }
            try finish(file, of: epoch)
        }
        epochs[epoch] = nil
        return written.map { entry(of: $0, as: name) }
    }

    /// Closes the epoch's files as they are; their directory is the store's to remove.
    package func abandon(_ epoch: EpochKey) {
        guard let known = epochs.removeValue(forKey: epoch) else { return }
        for file in known.files.values where file.isOpen {
            file.close(on: files)
            openCount -= 1
        }
    }

    private func pendingFile(of delivery: ChunkDelivery, _ output: ArchiveOutput, in directory: String) -> PendingFile {
        let name = String(delivery.file) + output.fileExtension
        return PendingFile(
            name: name, path: directory + "/" + name, directory: delivery.directory, output: delivery.output,
            number: delivery.file, mode: output.fileMode)
    }

    private func append(
        _ chunk: ByteChunk, _ delivery: ChunkDelivery, to file: PendingFile, codec: Codec
    ) throws(EpochFilesError) {
        let wasOpen = file.isOpen
        let outcome: Result<Int, FileError>
        do {
            outcome = try press(codec).withFrame(of: chunk, behind: file.tail) { staged in
                let before = file.bytes
                do throws(FileError) {
                    try file.append(
                        staged, rows: delivery.rows, eventTimesMs: delivery.eventTimesMs, isLast: delivery.isLast,
                        on: files)
                    return .success(Int(file.bytes - before))
                } catch {
                    return .failure(error)
                }
            }
        } catch {
            lose(delivery.epoch)
            throw EpochFilesError(error)
        }
        // Noted even where the write failed: the file exists from its creation on.
        if file.isOpen && !wasOpen {
            openCount += 1
            epochs[delivery.epoch]?.files[delivery.file] = file
        }
        switch outcome {
        case .success(let count): bytesWritten += Int64(count)
        case .failure(let error): throw EpochFilesError(.retriable, error)
        }
    }

    private func finish(_ file: PendingFile, of epoch: EpochKey) throws(EpochFilesError) {
        guard file.isOpen else { return }
        openCount -= 1
        do throws(FileError) {
            try file.finish(on: files)
        } catch {
            lose(epoch)
            throw EpochFilesError(.lost, error)
        }
    }

    private func lose(_ epoch: EpochKey) {
        epochs[epoch]?.isLost = true
    }

    private func press(_ codec: Codec) throws(CompressionError) -> FramePress {
        if let press = presses[codec] { return press }
        let press = try FramePress(codec)
        presses[codec] = press
        return press
    }

    private func entry(of file: PendingFile, as name: FinalName) -> FileEntry {
        let output = outputs[file.output]
        let finalName = name.name(file: file.number, extension: output?.fileExtension ?? "")
        return FileEntry(
            name: file.name, path: file.directory + "/" + finalName, output: output?.name ?? "", bytes: file.bytes,
            checksum: "crc64:" + file.checksum.hexadecimal, rows: Int64(file.rows),
            minEventMs: file.eventTimesMs?.lowerBound, maxEventMs: file.eventTimesMs?.upperBound,
            retentionMs: output?.retentionMs)
    }
}
