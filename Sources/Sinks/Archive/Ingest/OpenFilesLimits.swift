// Sluice
// SPDX-License-Identifier: Apache-2.0

/// What the open files of one ingest thread may take.
package struct OpenFilesLimits: Sendable {
    /// Files that may be open at once; one more, and the one that was used longest ago is finished.
    package var filesMax: Int
    /// Bytes that wait in chunks; beyond, the largest chunk is delivered early.
    package var bufferedBytesMax: Int
    /// Size at which a chunk is delivered.
    package var chunkBytes: Int

    package init(
        filesMax: Int = ArchiveLimits.openFilesDefault, bufferedBytesMax: Int = ArchiveLimits.bufferedBytesDefault,
        chunkBytes: Int = ArchiveLimits.chunkBytes
    ) {
        self.filesMax = max(1, filesMax)
        self.bufferedBytesMax = max(1, bufferedBytesMax)
        self.chunkBytes = max(1, chunkBytes)
    }
}
