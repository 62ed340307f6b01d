// Sluice
// SPDX-License-Identifier: Apache-2.0

import Records

/// The open files of all epochs of one ingest thread: chunks that grow, within limits, until they are delivered.
///
/// Used by that thread alone. After each batch its owner passes on what `takeDeliveries` gives; until then deliveries
/// wait here, so the owner looks after every batch and not after every record.
package final class OpenFiles {
    /// The topology's outputs by index; nil for one that does not archive.
    let outputs: [ArchiveOutput?]
    private let limits: OpenFilesLimits
    private let pool: ChunkPool
    private var files: [OpenFile] = []
    private var freePlaces: [Int32] = []
    private var deliveries: [ChunkDelivery] = []
    private var uses: UInt64 = 0
    /// Bytes in the chunks of open files.
    package private(set) var bufferedBytes = 0
    /// Files that are open now.
    package var openCount: Int { files.count - freePlaces.count }
    /// Files that were finished early to make room for others; many of them mean a limit that is too low.
    package private(set) var evictions = 0

    package init(outputs: [ArchiveOutput?], limits: OpenFilesLimits, pool: ChunkPool) {
        self.outputs = outputs
        self.limits = limits
        self.pool = pool
    }

    /// What became full or was finished since the last call, in order.
    package func takeDeliveries() -> [ChunkDelivery] {
        guard !deliveries.isEmpty else { return [] }
        defer { deliveries = [] }
        return deliveries
    }

    @inline(__always)
    func isOpen(_ file: OpenFileReference) -> Bool {
        file.index >= 0 && files[Int(file.index)].generation == file.generation
    }

    /// Opens a file, and finishes another one if there are too many.
    func open(owner: EpochOutputs, output: Int, number: Int, directory: String) -> OpenFileReference {
        if openCount >= limits.filesMax { evict() }
        let index: Int
        if let free = freePlaces.popLast() {
            index = Int(free)
        } else {
            index = files.count
            files.append(OpenFile())
        }
        files[index].owner = owner
        files[index].output = output
        files[index].number = number
        files[index].directory = directory
        files[index].isLarge = false
        files[index].lastUse = uses
        return OpenFileReference(index: Int32(index), generation: files[index].generation)
    }

    /// The chunk that the file's next record goes into.
    @inline(__always)
    func chunk(of file: OpenFileReference) -> ByteChunk {
        files[Int(file.index)].chunk ?? makeChunk(Int(file.index))
    }

    /// Notes a record that was appended to the file's chunk.
    ///
    /// - Returns: the bytes that it took.
    @inline(__always)
    func noteRecord(in file: OpenFileReference, chunk: ByteChunk, before: Int, eventTimeMs: Int64) -> Int {
        let added = chunk.count - before
        uses += 1
        bufferedBytes += added
        files[Int(file.index)].note(eventTimeMs: eventTimeMs, use: uses)
        if chunk.count >= limits.chunkBytes || bufferedBytes > limits.bufferedBytesMax { relieve(Int(file.index)) }
        return added
    }

    /// Finishes a file: its last chunk is delivered and its place is free.
    func finish(_ file: OpenFileReference) {
        guard isOpen(file) else { return }
        deliver(Int(file.index), isLast: true)
        release(Int(file.index))
    }

    /// Forgets a file and its chunk.
    func discard(_ file: OpenFileReference) {
        guard isOpen(file) else { return }
        if let chunk = files[Int(file.index)].chunk {
            bufferedBytes -= chunk.count
            pool.give(chunk)
        }
        release(Int(file.index))
    }

    /// Forgets deliveries of an epoch that were not taken yet.
    func discardDeliveries(of epoch: EpochKey) {
        for case let delivery in deliveries where delivery.epoch == epoch { delivery.chunk.map(pool.give) }
        deliveries.removeAll { $0.epoch == epoch }
    }

    @inline(never)
    private func makeChunk(_ index: Int) -> ByteChunk {
        let capacity = files[index].isLarge ? limits.chunkBytes + limits.chunkBytes / 8 : ArchiveLimits.firstChunkBytes
        let chunk = files[index].isLarge ? pool.take(capacity: capacity) : ByteChunk(capacity: capacity)
        files[index].chunk = chunk
        return chunk
    }

    @inline(never)
    private func relieve(_ index: Int) {
        if let chunk = files[index].chunk, chunk.count >= limits.chunkBytes { deliver(index, isLast: false) }
        while bufferedBytes > limits.bufferedBytesMax {
            var largest = 0
            for other in files.indices where count(other) > count(largest) { largest = other }
            guard count(largest) > 0 else { return }
            deliver(largest, isLast: false)
        }
    }

    private func count(_ index: Int) -> Int { files[index].chunk?.count ?? 0 }

    private func deliver(_ index: Int, isLast: Bool) {
        bufferedBytes -= count(index)
        if let delivery = files[index].takeDelivery(isLast: isLast) { deliveries.append(delivery) }
    }

    private func evict() {
        var oldest: Int?
        for index in files.indices where files[index].owner != nil {
            if let known = oldest, files[known].lastUse <= files[index].lastUse { continue }
            oldest = index
        }
        guard let oldest else { return }
        evictions += 1
        files[oldest].owner?.forget(directory: files[oldest].directory, output: files[oldest].output)
        deliver(oldest, isLast: true)
        release(oldest)
    }

    private func release(_ index: Int) {
        files[index].chunk = nil
        files[index].owner = nil
        files[index].directory = ""
        files[index].generation &+= 1
        files[index].rows = 0
        files[index].firstTimeMs = .max
        files[index].lastTimeMs = .min
        freePlaces.append(Int32(index))
    }
}
