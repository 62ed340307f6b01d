// Sluice
// SPDX-License-Identifier: Apache-2.0

/// Bounds of the epoch protocol and of its files (docs/LIMITS.md says why each has its value).
package enum ProtocolLimits {
    /// Characters of commit metadata that a Kafka broker takes (`offset.metadata.max.bytes`).
    package static let metadataCharacters = 4096
    /// Other slots whose newest epoch the metadata name.
    package static let chainEntries = 16
    /// Slots of one group in one root.
    package static let slots = 1024
    /// Bytes of a manifest.
    package static let manifestBytes = 32 << 20
    /// Files of one epoch.
    package static let manifestFiles = 65_536
    /// Counted gaps of one epoch.
    package static let manifestGaps = 65_536
    /// Bytes of a path below the root.
    package static let pathBytes = 1024
    /// Names on a path below the root.
    package static let pathDepth = 32
    /// Bytes of one name in a directory.
    package static let nameBytes = 255
    /// Separate ranges of published offsets that are kept per topic-partition.
    package static let coverageRanges = 65_536
    /// Directories whose names are remembered as durable.
    package static let durableDirectories = 65_536
    /// Partitions of which a slot notes from where its processes have begun to read.
    package static let startNotes = 4096
    /// Records of a root that are in quarantine.
    package static let quarantinedRecords = 1000
    /// Published manifests of a partition that one segment of its ledger takes.
    package static let ledgerManifests = 4096
    /// The newest manifests of a partition, which stay files of their own.
    package static let ledgerKept = 1024
    /// Manifests by which partitions differ in when they roll up.
    package static let ledgerSpread = 1024
    /// Bytes of the manifests of one segment, the last one not counted.
    package static let ledgerBytes = 64 << 20
    /// Bytes of a segment's index, and of its summary.
    package static let ledgerTailBytes = 16 << 20
    /// Bytes that are read to find a segment's last line.
    package static let ledgerTrailerBytes = 4096
    /// Times that a partition's manifests are listed anew because one of them went meanwhile.
    static let listings = 5
    /// Bytes of `store.json` and of a `_complete` file.
    package static let smallFileBytes = 4 << 20
}
