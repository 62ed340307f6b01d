// Sluice
// SPDX-License-Identifier: Apache-2.0

/// The limits of archive files; docs/LIMITS.md gives the reasons to users.
package enum ArchiveLimits {
    /// Bytes of a path template's text.
    static let templateBytesMax = 1024
    /// Directories in a path template.
    static let componentsMax = 16
    /// Bytes of one directory's or file's name: what ext4, XFS and NFS take.
    static let componentBytesMax = 255
    /// Bytes of a rendered path without the file's name: with a name of 255 bytes it stays within
    /// `ProtocolLimits.pathBytes`.
    static let directoryBytesMax = ProtocolLimits.pathBytes - 1 - componentBytesMax
    /// Bytes at which a chunk goes to the writer. Between 512 KiB and 1 MiB the ratio of zstd no longer grows.
    package static let chunkBytes = 768 << 10
    /// Capacity of a file's first chunk, for files that stay small.
    static let firstChunkBytes = 8 << 10
    /// Chunks that are kept for reuse; more are freed.
    static let pooledChunksMax = 16
    /// Open paths that a topology may have when it names no limit.
    package static let openFilesDefault = 512
    /// Bytes that the chunks of all open paths hold; beyond, the largest chunk goes to the writer early.
    package static let bufferedBytesDefault = 32 << 20
    /// Bytes of path keys that one output remembers before it forgets all of them and looks the paths up again.
    static let pathKeyBytesMax = 256 << 10
    /// Keys of one output that are remembered.
    static let pathKeysMax = 8192
    /// Bytes of each of the buffers that an archive file is read through.
    static let readBytes = 256 << 10
    /// Directories that a reader remembers as no symbolic links.
    static let knownDirectoriesMax = 4096
    /// Names that a message offers.
    static let namesShownMax = 20
    /// Retention that an output may ask for: what is longer is for ever.
    static let retentionRange: ClosedRange<Duration> = .seconds(60)...Duration.seconds(36_500 * 86_400)
    /// Bytes of a field's value that take part in its path; the rest is represented by a checksum.
    static let pathValueBytesMax = 4096
}
