// Sluice
// SPDX-License-Identifier: Apache-2.0

import Compression
import Platform

/// A file of an epoch that is being written, on the writer thread.
///
/// Every write goes to a tracked offset, so one that failed half-way may be repeated; the size and the checksum cover
/// what was written completely.
final class PendingFile {
    /// Name in the epoch's directory.
    let name: String
    /// Directory below the root that the template gave.
    let directory: String
    let output: Int
    let number: Int
    private(set) var bytes: Int64 = 0
    private(set) var checksum = Checksum()
    private(set) var rows = 0
    private(set) var eventTimesMs: ClosedRange<Int64>?
    private(set) var isFinished = false

    var isOpen: Bool { handle != nil }

    private let path: String
    private let mode: UInt32
    private var handle: FileHandle?

    init(name: String, path: String, directory: String, output: Int, number: Int, mode: UInt32) {
        self.name = name
        self.path = path
        self.directory = directory
        self.output = output
        self.number = number
        self.mode = mode
    }

    /// Writes one frame behind the others; the first one creates the file.
    ///
    /// - Throws: the file system's error; the file is then as before, and the same frame may be written again.
    func append(
        _ frame: UnsafeRawBufferPointer, rows added: Int, eventTimesMs times: ClosedRange<Int64>?,
        on files: any FileSystem
    ) throws(FileError) {
        let open: FileHandle
        if let handle {
            open = handle
        } else {
            open = try files.createFile(path, mode: mode)
            handle = open
            FaultPoint.reach(.fileCreated)
        }
        try files.write(frame, to: open, at: bytes)
        FaultPoint.reach(.chunkAppended)
        bytes += Int64(frame.count)
        checksum.update(frame.bytes)
        rows += added
        if let times {
            eventTimesMs =
                eventTimesMs.map { min($0.lowerBound, times.lowerBound)...max($0.upperBound, times.upperBound) }
                ?? times
        }
    }

    /// Makes the bytes durable and closes the file.
    ///
    /// - Throws: the file system's error; the file's bytes must be taken as lost then, and it is closed.
    func finish(on files: any FileSystem) throws(FileError) {
        guard let open = handle, !isFinished else { return }
        defer {
            files.close(open)
            handle = nil
        }
        try files.synchronize(open)
        FaultPoint.reach(.fileSynchronized)
        isFinished = true
    }

    /// Closes the file without making it durable.
    func close(on files: any FileSystem) {
        if let open = handle { files.close(open) }
        handle = nil
    }
}
