// Sluice
// SPDX-License-Identifier: Apache-2.0

import Platform
package import Records

/// Chunks between two uses, shared by the threads that fill and that write them.
package final class ChunkPool: Sendable {
    private let kept = Locked<[ByteChunk]>([])

    package init() {}

    /// An empty chunk: a used one, or a new one with room for some bytes.
    func take(capacity: Int) -> ByteChunk {
        kept.withLock { $0.popLast() } ?? ByteChunk(capacity: capacity)
    }

    /// Takes a chunk back; one that a huge record has blown up is freed.
    package func give(_ chunk: ByteChunk) {
        guard chunk.capacity >= ArchiveLimits.firstChunkBytes, chunk.capacity <= 2 * ArchiveLimits.chunkBytes else {
            return
        }
        chunk.removeAll()
        kept.withLock { if $0.count < ArchiveLimits.pooledChunksMax { $0.append(chunk) } }
    }
}
