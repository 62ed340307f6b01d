// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records

/// A file that records are being gathered for, on the ingest thread.
struct OpenFile {
    /// Counts the files that had this place, so that references to earlier ones are known as such.
    var generation: UInt32 = 0
    /// Nil while the place is free.
    var owner: EpochOutputs?
    var output = 0
    var number = 0
    var directory = ""
    /// Nil until the first record after a delivery.
    var chunk: ByteChunk?
    /// Whether the file has filled a chunk, so that the next one is worth full size.
    var isLarge = false
    var rows = 0
    /// Empty range (first above last) while no record has a time.
    var firstTimeMs = Int64.max
    var lastTimeMs = Int64.min
    /// Number of the append that used it last.
    var lastUse: UInt64 = 0

    @inline(__always)
    mutating func note(eventTimeMs: Int64, use: UInt64) {
        rows += 1
        lastUse = use
        guard eventTimeMs != PathTemplate.noTime else { return }
        if eventTimeMs < firstTimeMs { firstTimeMs = eventTimeMs }
        if eventTimeMs > lastTimeMs { lastTimeMs = eventTimeMs }
    }

    /// Takes the chunk out, with what is known of its records.
    mutating func takeDelivery(isLast: Bool) -> ChunkDelivery? {
        guard let owner, chunk != nil || isLast else { return nil }
        defer {
            chunk = nil
            isLarge = true
            rows = 0
            firstTimeMs = .max
            lastTimeMs = .min
        }
        return ChunkDelivery(
            epoch: owner.epoch, output: output, file: number, directory: directory, chunk: chunk, rows: rows,
            eventTimesMs: firstTimeMs <= lastTimeMs ? firstTimeMs...lastTimeMs : nil, isLast: isLast)
    }
}
