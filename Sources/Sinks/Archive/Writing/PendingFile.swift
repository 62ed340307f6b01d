// Sluice
// SPDX-License-Identifier: Apache-2.0

import Compression
import Platform

/// A file of an epoch that is being written, on the writer thread.
///
/// Frames are written in whole blocks, past the page cache (docs/adr/0008); less than a block waits in the file's tail
/// for the next frame or the end. Every write goes to a tracked offset, so one that failed half-way may be repeated;
/// the size and the checksum cover what was taken completely.
final class PendingFile {
    /// Name in the epoch's directory.
    let name: String
    /// Directory below the root that the template gave.
    let directory: String
    let output: Int
    let number: Int
    /// Bytes of the file, the tail's included.
    private(set) var bytes: Int64 = 0
    /// Bytes that are not written yet, less than a block.
    private(set) var tail: [UInt8] = []
    private(set) var checksum = Checksum()
    private(set) var rows = 0
    private(set) var eventTimesMs: ClosedRange<Int64>?
    private(set) var isFinished = false

    var isOpen: Bool { handle != nil }

    private let path: String
    private let mode: UInt32
    private var handle: FileHandle?
    /// Bytes up to which the file is written: a multiple of a block until the tail is.
    private var written: Int64 { bytes - Int64(tail.count) }

    init(name: String, path: String, directory: String, output: Int, number: Int, mode: UInt32) {
        self.name = name
        self.path = path
        self.directory = directory
        self.output = output
        self.number = number
        self.mode = mode
    }

    /// Takes one frame behind the others; the first one creates the file.
    ///
    /// - Parameters:
    ///   - staged: the tail and behind it the frame, at an address that direct writes can have.
    ///   - isLast: nothing follows, so that the tail is written too.
    /// - Throws: the file system's error; the file is then as before, and the same frame may be taken again.
    func append(
        _ staged: UnsafeRawBufferPointer, rows added: Int, eventTimesMs times: ClosedRange<Int64>?, isLast: Bool,
        on files: any FileSystem
    ) throws(FileError) {
        let open: FileHandle
        if let handle {
            open = handle
        } else {
            open = try files.createFile(path, mode: mode, isDirect: true)
            handle = open
            FaultPoint.reach(.fileCreated)
        }
        let blocks = staged.count / PlatformLimits.directBytes * PlatformLimits.directBytes
        let rest = UnsafeRawBufferPointer(rebasing: staged[blocks...])
        if blocks > 0 {
            try files.write(UnsafeRawBufferPointer(rebasing: staged[..<blocks]), to: open, at: written)
        }
        if isLast, !rest.isEmpty { try files.write(rest, to: open, at: written + Int64(blocks)) }
        FaultPoint.reach(.chunkAppended)
        let frame = UnsafeRawBufferPointer(rebasing: staged[tail.count...])
        bytes += Int64(frame.count)
        checksum.update(frame.bytes)
        tail.removeAll(keepingCapacity: true)
        if !isLast { tail.append(contentsOf: rest) }
        rows += added
        if let times {
            eventTimesMs =
                eventTimesMs.map { min($0.lowerBound, times.lowerBound)...max($0.upperBound, times.upperBound) }
                ?? times
        }
    }

    /// Writes the tail: nothing follows.
    ///
    /// - Throws: the file system's error; the file is then as before.
    func complete(on files: any FileSystem) throws(FileError) {
        guard let handle, !tail.isEmpty else { return }
        let outcome = tail.withUnsafeBytes { rest in
            Result { () throws(FileError) in try files.write(rest, to: handle, at: written) }
        }
        try outcome.get()
        tail = []
    }

    /// Makes the bytes durable and closes the file; it is complete.
    ///
    /// - Throws: the file system's error; the file's bytes must be taken as lost then, and it is closed.
    func finish(on files: any FileSystem) throws(FileError) {
        guard let open = handle, !isFinished else { return }
        defer {
            files.close(open)
            handle = nil
        }
        precondition(tail.isEmpty, "a file is completed before it is made durable")
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
